/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

import io.weir.json.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;

/**
 * Ids of audit sessions ({@code PREFIX.RANDOM}) and approvals ({@code apr_PREFIX.RANDOM}).
 *
 * <p>The prefix is made from the person. Whatever is partitioned by it keeps all sessions of a person together, so that an
 * identical call in a new session finds the approval that an earlier one asked for.
 */
public final class SessionIds {
    private static final String APPROVAL = "apr_";
    private static final String TOOLS = ".tools";
    private static final int PREFIX_LENGTH = 10;
    private static final int RANDOM_BYTES = 12;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionIds() {}

    /** A new session of this person; 96 random bits, not guessable. */
    public static String newSessionId(Principal principal) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return prefixOf(principal) + "." + URL_SAFE.encodeToString(random);
    }

    /**
     * The session of messages that stand for themselves: what a person's client says on one connection on one day. Every process
     * finds the same one.
     *
     * @param day in UTC
     */
    public static String statelessSessionId(Principal principal, String connection, LocalDate day) {
        String key = principal.key();
        String what = "stateless|" + key + "|" + principal.clientId() + "|" + connection + "|" + day;
        byte[] digest = Digests.sha256(what.getBytes(StandardCharsets.UTF_8));
        return prefix(key) + "." + URL_SAFE.encodeToString(Arrays.copyOf(digest, RANDOM_BYTES));
    }

    /**
     * The session in which the journal tells what became of a connection's tools. It is nobody's: whoever lists or reviews tools, all
     * is decided on its one partition, in one order.
     */
    public static String toolsSessionId(String connection) {
        return prefix("tools|" + connection) + TOOLS;
    }

    /**
     * The id of the approval that a message asks for. The same message has the same id each time, so that a message
     * which is processed again after a crash does not ask twice.
     */
    public static String newApprovalId(String sessionId, String messageId) {
        byte[] digest = Digests.sha256(("approval|" + messageId).getBytes(StandardCharsets.UTF_8));
        return APPROVAL + prefixOf(sessionId) + "." + URL_SAFE.encodeToString(Arrays.copyOf(digest, RANDOM_BYTES));
    }

    /** The part of a session's or an approval's id that chooses its partition; an id of another form is its own prefix. */
    public static String prefixOf(String sessionOrApprovalId) {
        int start = sessionOrApprovalId.startsWith(APPROVAL) ? APPROVAL.length() : 0;
        int end = sessionOrApprovalId.indexOf('.', start);
        return sessionOrApprovalId.substring(start, end < 0 ? sessionOrApprovalId.length() : end);
    }

    /** The prefix of all sessions and approvals of this person. */
    public static String prefixOf(Principal principal) {
        return prefix(principal.key());
    }

    private static String prefix(String key) {
        byte[] digest = Digests.sha256(key.getBytes(StandardCharsets.UTF_8));
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << Byte.SIZE) | (digest[i] & 0xff);
        }
        StringBuilder prefix = new StringBuilder(PREFIX_LENGTH);
        for (int i = 0; i < PREFIX_LENGTH; i++) {
            prefix.append(BASE32.charAt((int) (bits >>> 59)));
            bits <<= 5;
        }
        return prefix.toString();
    }
}
