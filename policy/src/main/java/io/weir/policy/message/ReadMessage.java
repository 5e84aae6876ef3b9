/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.events.MessageKind;
import io.weir.policy.Finding;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Match;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A message that was read: what it is, and where entities are in it. */
public final class ReadMessage {

    private final byte[] payload;
    private final Envelope envelope;
    private final Map<String, Object> params;
    private final List<Hit> hits;
    private final Outline outline;

    /** @param outline null if the method's result is neither a list nor cacheable */
    ReadMessage(byte[] payload, Envelope envelope, Map<String, Object> params, List<Hit> hits, Outline outline) {
        this.payload = payload;
        this.envelope = envelope;
        this.params = params;
        this.hits = hits;
        this.outline = outline;
    }

    /** REQUEST, NOTIFICATION or RESPONSE (JSON-RPC 2.0 sections 4 and 5). */
    public MessageKind kind() throws MalformedMessageException {
        boolean call = envelope.method() != null;
        if (call == envelope.isAnswer()) {
            throw new MalformedMessageException("the message is neither a call nor an answer");
        }
        if (envelope.isAnswer()) {
            return MessageKind.RESPONSE;
        }
        return envelope.hasId() ? MessageKind.REQUEST : MessageKind.NOTIFICATION;
    }

    /** The id as it is written; null if there is none. */
    public byte[] id() {
        return envelope.id(payload);
    }

    /** Null for a response. */
    public String method() {
        return envelope.method();
    }

    /** {@code params.name} or {@code params.uri} of a method that has it; else empty. */
    public String name() {
        return envelope.name();
    }

    /** The params as CEL values; empty if there are none, or they were not wanted. */
    public Map<String, Object> params() {
        return params;
    }

    /** The params as they are written; an empty object if there are none. */
    public byte[] rawParams() {
        return envelope.paramsStart() < 0
                ? new byte[] {'{', '}'}
                : Arrays.copyOfRange(payload, envelope.paramsStart(), envelope.paramsEnd());
    }

    /**
     * The message with everything masked that these detectors found; the payload itself if that is nothing.
     *
     * @param active the detectors, as bits
     */
    public byte[] masked(long active, Detection detection) {
        return masked(active, detection, Shape.NONE);
    }

    /** As {@link #masked(long, Detection)}, and in this shape. */
    public byte[] masked(long active, Detection detection, Shape shape) {
        List<Edit> edits = edits(shape);
        return hits.isEmpty() && edits.isEmpty() ? payload : Splice.masked(payload, hits, active, detection, edits);
    }

    private List<Edit> edits(Shape shape) {
        if (outline == null) {
            return List.of();
        }
        List<Edit> edits = outline.without(shape.hidden());
        if (shape.onlyForCaller() && outline.toPrivate() != null) {
            edits.add(outline.toPrivate());
        }
        return edits;
    }

    /** The list that the result holds; null if it holds none. */
    public ListMethod list() {
        return outline == null ? null : outline.list();
    }

    /** The items of that list. */
    public List<ListItem> items() {
        return outline == null ? List.of() : outline.items();
    }

    /** True if the result says that caches may share it between callers. */
    public boolean isCachedForAll() {
        return outline != null && outline.toPrivate() != null;
    }

    /** True if the request says in its {@code _meta} that it is of the era without sessions, 2026-07-28 or later. */
    public boolean isModern() {
        return envelope.isModern();
    }

    /**
     * True if what these detectors found cannot be masked: others must match it, or it says what is asked for.
     *
     * @param known what the receiver asked for itself, so that its masked form breaks nothing; null if there is no such
     */
    public boolean breaks(long active, String known) {
        for (Hit hit : hits) {
            boolean unhidable = hit.treatment() == Treatment.BREAKS_ITEM && hit.item() < 0;
            if ((unhidable || hit.treatment() == Treatment.BREAKS_MESSAGE)
                    && hit.concerns(active)
                    && !hit.text().equals(known)) {
                return true;
            }
        }
        return false;
    }

    /** Indexes of the items of a list in which what these detectors found cannot be masked. */
    public Set<Integer> brokenItems(long active) {
        Set<Integer> broken = new TreeSet<>();
        for (Hit hit : hits) {
            if (hit.item() >= 0 && hit.concerns(active)) {
                broken.add(hit.item());
            }
        }
        return broken;
    }

    /** True if one of these detectors found something. */
    public boolean concerns(long active) {
        for (Hit hit : hits) {
            if (hit.concerns(active)) {
                return true;
            }
        }
        return false;
    }

    /** Adds what these detectors of a rule found. */
    public void addFindings(String rule, long active, Detection detection, Findings findings) {
        for (Hit hit : hits) {
            for (long rest = active; rest != 0; rest &= rest - 1) {
                int detector = Long.numberOfTrailingZeros(rest);
                int count = count(hit, detector);
                if (count > 0) {
                    String entity = detection.detectors().entity(detector);
                    findings.add(new Finding(rule, entity, hit.pointer(), count));
                }
            }
        }
    }

    private static int count(Hit hit, int detector) {
        int count = 0;
        for (Match match : hit.matches()) {
            count += match.detector() == detector ? 1 : 0;
        }
        return count;
    }
}
