/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static io.weir.policy.message.Treatment.EMBEDDED_JSON;

import java.util.Map;

/** What the bodies of an OpenAI-compatible API hold: of chat completions, their chunks and the list of models. */
final class ChatBodies {

    private static final Place CALLED = new Place().texts("name", "input").values(EMBEDDED_JSON, "arguments");

    private static final Place TOOL_CALL =
            new Place().identifiers("id").words("type", "index").inside(CALLED, "function", "custom");

    private static final Place PART = new Place()
            .texts("text", "refusal")
            .words("type")
            .inside(new Place().texts("url").words("detail"), "image_url")
            .inside(new Place().texts("data").words("format"), "input_audio")
            .inside(new Place().identifiers("file_id").texts("file_data", "filename"), "file");

    /** Of a request, an answer, or (as its delta) a chunk. */
    private static final Place MESSAGE = new Place()
            .identifiers("tool_call_id")
            .words("role")
            .texts("name", "refusal", "reasoning_content", "reasoning")
            .inside(PART, "content")
            .inside(TOOL_CALL, "tool_calls")
            .inside(CALLED, "function_call")
            .inside(new Place().identifiers("id").texts("data", "transcript").words("expires_at"), "audio");

    private static final Place FUNCTION = new Place()
            .texts("name", "description", "strict")
            .inside(Places.SCHEMA_FOR_SAMPLING, "parameters", "schema");

    private static final Place REQUEST = new Place()
            .identifiers("model")
            .texts("stop", "user", "safety_identifier", "prompt_cache_key", "metadata")
            .words(
                    "stream",
                    "store",
                    "n",
                    "seed",
                    "temperature",
                    "top_p",
                    "top_k",
                    "max_tokens",
                    "max_completion_tokens")
            .words("presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "parallel_tool_calls")
            .words("reasoning_effort", "verbosity", "service_tier", "modalities")
            .inside(MESSAGE, "messages")
            .inside(new Place().words("type").inside(FUNCTION, "function", "custom"), "tools")
            .inside(FUNCTION, "functions")
            .inside(
                    new Place().texts("name").words("type").inside(new Place().texts("name"), "function", "custom"),
                    "tool_choice",
                    "function_call")
            .inside(new Place().words("type").inside(FUNCTION, "json_schema"), "response_format")
            .inside(new Place().words("include_usage"), "stream_options")
            .inside(new Place().words("type").inside(PART, "content"), "prediction")
            .inside(new Place().words("voice", "format"), "audio");

    private static final Place TOKENS = new Place()
            .words("cached_tokens", "audio_tokens", "reasoning_tokens", "text_tokens", "image_tokens")
            .words("accepted_prediction_tokens", "rejected_prediction_tokens");

    private static final Place ANSWER = new Place()
            .identifiers("id", "model", "system_fingerprint")
            .words("object", "created", "service_tier")
            .inside(
                    new Place()
                            .words("index", "finish_reason", "logprobs")
                            .texts("text")
                            .inside(MESSAGE, "message", "delta"),
                    "choices")
            .inside(
                    new Place()
                            .words("prompt_tokens", "completion_tokens", "total_tokens")
                            .inside(TOKENS, "prompt_tokens_details", "completion_tokens_details"),
                    "usage");

    private static final Place MODELS = new Place()
            .words("object")
            .inside(new Place().identifiers("id").words("object", "created").texts("owned_by"), "data");

    private static final Place NOTHING = new Place();

    private ChatBodies() {}

    /** Messages of each method, and responses to it. */
    static Map<String, Place> messages() {
        return Map.of(
                ChatMethods.COMPLETIONS, Bodies.message(REQUEST, ANSWER),
                ChatMethods.CHUNK, Bodies.message(ANSWER, NOTHING),
                ChatMethods.MODELS, Bodies.message(NOTHING, MODELS));
    }
}
