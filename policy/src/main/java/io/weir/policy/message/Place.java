/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/**
 * Where in a message an object stands. Everything is looked at except what this says is an identifier there: a cursor
 * in {@code params} is one, a tool's argument of the same name is not.
 */
enum Place {
    ENVELOPE {
        @Override
        Place child(String member, String method) {
            boolean body = member.equals("params") || member.equals("result");
            if (!body) {
                return FREE;
            }
            if (!Methods.isKnown(method)) {
                return UNKNOWN_BODY;
            }
            boolean sampling = method.equals(Methods.SAMPLING);
            if (member.equals("params")) {
                return sampling ? SAMPLING_PARAMS : PARAMS;
            }
            return sampling ? SAMPLING_RESULT : RESULT;
        }

        @Override
        boolean isIdentifier(String member) {
            return member.equals("jsonrpc") || member.equals("id") || member.equals("method");
        }
    },
    PARAMS {
        @Override
        Place child(String member, String method) {
            return member.equals("_meta") ? META : FREE;
        }

        @Override
        boolean isIdentifier(String member) {
            return switch (member) {
                case "cursor", "requestId", "progressToken", "taskId", "requestState", "elicitationId" -> true;
                default -> false;
            };
        }
    },
    RESULT {
        @Override
        Place child(String member, String method) {
            return switch (member) {
                case "_meta" -> META;
                case "task", "tasks" -> TASK;
                default -> FREE;
            };
        }

        @Override
        boolean isIdentifier(String member) {
            return switch (member) {
                case "nextCursor", "taskId", "requestState", "resultType" -> true;
                default -> false;
            };
        }
    },
    TASK {
        @Override
        boolean isIdentifier(String member) {
            return member.equals("taskId");
        }
    },
    SAMPLING_PARAMS {
        @Override
        Place child(String member, String method) {
            return member.equals("messages") ? SAMPLING_MESSAGE : PARAMS.child(member, method);
        }

        @Override
        boolean isIdentifier(String member) {
            return PARAMS.isIdentifier(member);
        }
    },
    SAMPLING_RESULT {
        @Override
        Place child(String member, String method) {
            return member.equals("content") ? SAMPLING_CONTENT : RESULT.child(member, method);
        }

        @Override
        boolean isIdentifier(String member) {
            return RESULT.isIdentifier(member);
        }
    },
    SAMPLING_MESSAGE {
        @Override
        Place child(String member, String method) {
            return member.equals("content") ? SAMPLING_CONTENT : FREE;
        }
    },
    /** A content block of sampling; the ids tie a tool's use to its result. */
    SAMPLING_CONTENT {
        @Override
        boolean isIdentifier(String member) {
            return member.equals("id") || member.equals("toolUseId");
        }
    },
    META {
        @Override
        Place child(String member, String method) {
            return isReserved(member) ? RESERVED : FREE;
        }

        @Override
        boolean isIdentifier(String member) {
            return member.equals("progressToken") || isReserved(member);
        }

        private boolean isReserved(String member) {
            return member.startsWith("io.modelcontextprotocol/");
        }
    },
    /** Belongs to the protocol with all that is in it. */
    RESERVED {
        @Override
        Place child(String member, String method) {
            return RESERVED;
        }

        @Override
        boolean isIdentifier(String member) {
            return true;
        }
    },
    /** Params or result of a method that is not known: nothing but its {@code _meta} can be told apart. */
    UNKNOWN_BODY {
        @Override
        Place child(String member, String method) {
            return member.equals("_meta") ? META : FREE;
        }
    },
    /** Free text, however deep. */
    FREE;

    /** The place of the object, or of the objects in the array, that this member holds. */
    Place child(String member, String method) {
        return FREE;
    }

    /** True if a string or number in this member must not be changed; an object or array there is free text. */
    boolean isIdentifier(String member) {
        return false;
    }
}
