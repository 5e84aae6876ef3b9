/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.policy.message.ChatMethods;
import io.weir.policy.resource.ConnectionResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The messages of {@code where-the-text-is.yaml}, with something planted in one of their places. */
final class PlantedMessages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ConnectionResource OPEN =
            Policies.connection(Policies.CUSTOMERS + "  unknownMethods: allow\n");
    private static final ConnectionResource LLM =
            Policies.connection("connection: {name: customers, kind: llm, url: 'http://h/v1', allowedGroups: [a]}");
    private static final List<Map<String, Object>> ROWS = rows();

    private PlantedMessages() {}

    private static List<Map<String, Object>> rows() {
        try (InputStream yaml = PlantedMessages.class.getResourceAsStream("where-the-text-is.yaml")) {
            LoaderOptions options = new LoaderOptions();
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The places of one kind in all messages. */
    static Stream<Place> places(String kind) {
        return ROWS.stream()
                .flatMap(row -> ((List<?>) row.getOrDefault(kind, List.of()))
                        .stream().map(place -> place(row, place.toString())));
    }

    private static Place place(Map<String, Object> row, String place) {
        String how = place.contains(" ") ? place.substring(0, place.indexOf(' ')) : "value";
        JsonPointer pointer = JsonPointer.compile(place.substring(place.indexOf('/')));
        String item = row.getOrDefault("item", "").toString();
        return new Place(
                row.get("row").toString(),
                row.get("from").equals("client") ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                row.get("method").toString(),
                JSON.valueToTree(row.get("message")),
                how,
                pointer,
                JsonPointer.compile(item));
    }

    static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A place in a message.
     *
     * @param how {@code value}, {@code key} or {@code base64}
     * @param item the item of a list that the place is in
     */
    record Place(
            String row, Direction from, String method, JsonNode message, String how, JsonPointer at, JsonPointer item) {

        GovernedMessage planted(String text) {
            JsonNode copy = message.deepCopy();
            JsonNode parent = copy.at(at.head());
            if (how.equals("key")) {
                rename((ObjectNode) parent, at.last().getMatchingProperty(), text);
            } else {
                String value = how.equals("base64") ? Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) : text;
                put(parent, value);
            }
            return governed(copy);
        }

        private void put(JsonNode parent, String value) {
            if (parent.at(at.last()).isMissingNode()) {
                throw new IllegalArgumentException(row + " has nothing at " + at);
            }
            if (parent instanceof ArrayNode array) {
                array.set(at.last().getMatchingIndex(), TextNode.valueOf(value));
            } else {
                ((ObjectNode) parent).put(at.last().getMatchingProperty(), value);
            }
        }

        private void rename(ObjectNode object, String from, String to) {
            if (!object.has(from)) {
                throw new IllegalArgumentException(row + " has no member " + at);
            }
            ObjectNode renamed = JSON.createObjectNode();
            object.properties()
                    .forEach(member ->
                            renamed.set(member.getKey().equals(from) ? to : member.getKey(), member.getValue()));
            object.removeAll();
            object.setAll(renamed);
        }

        /** With odd white space: what is not masked must stay as it is. */
        private GovernedMessage governed(JsonNode json) {
            byte[] payload;
            try {
                payload = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            ConnectionResource connection = ChatMethods.isOne(method) ? LLM : OPEN;
            return Messages.of(kind(), from, connection, method, "", payload, null);
        }

        private MessageKind kind() {
            if (!message.has("method")) {
                return MessageKind.RESPONSE;
            }
            return message.has("id") ? MessageKind.REQUEST : MessageKind.NOTIFICATION;
        }

        /** Where a finding points to. */
        String pointer(String maskedName) {
            return how.equals("key") ? at.head().appendProperty(maskedName).toString() : at.toString();
        }

        JsonNode withoutItem() {
            JsonNode copy = message.deepCopy();
            ((ArrayNode) copy.at(item.head())).remove(item.last().getMatchingIndex());
            return copy;
        }

        String itemsPointer() {
            return item.head().toString();
        }

        @Override
        public String toString() {
            return row + ": " + how + " " + at;
        }
    }
}
