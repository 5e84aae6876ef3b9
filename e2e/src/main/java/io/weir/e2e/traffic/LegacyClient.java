/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of the era of sessions, with several calls under way at once. It opens a new session when its old one is gone. Each of its
 * callers has a thread and a {@link Line} of its own.
 */
final class LegacyClient implements AutoCloseable {
    private static final String[] REVISIONS = {"2025-03-26", "2025-06-18", "2025-11-25"};
    private static final int MAX_RETURNS = 20;
    private static final Duration OPEN_WITHIN = Duration.ofSeconds(30);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(45);
    private static final long BREATH_NANOS = Duration.ofMillis(20).toNanos();

    /** A session as the client knows it. */
    record Session(String name, String id, String revision, AtomicInteger ids, AtomicInteger calls, long opened) {

        String headers() {
            return "Mcp-Session-Id: " + id + "\r\nMCP-Protocol-Version: " + revision + "\r\n";
        }
    }

    private final String name;
    private final URI endpoint;
    private final String token;
    private final boolean listens;
    private final Witness witness;
    private final Random random;
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private int generation;
    private volatile Session session;
    private volatile Line listening;
    private volatile boolean closing;

    /**
     * @param name begins the names of its sessions; has the person's after a hyphen
     * @param listens whether it keeps a GET stream open
     */
    LegacyClient(String name, URI endpoint, String token, boolean listens, Witness witness, Random random) {
        this.name = name;
        this.endpoint = endpoint;
        this.token = token;
        this.listens = listens;
        this.witness = witness;
        this.random = random;
    }

    boolean isOf(String person) {
        return Plan.person(name).equals(person);
    }

    Line line() {
        return new Line(endpoint, token);
    }

    /** The session in use, opened if need be. */
    Session session() throws IOException {
        Session current = session;
        return current != null ? current : open(null);
    }

    private synchronized Session open(Session gone) throws IOException {
        if (!Objects.equals(session, gone)) {
            return session;
        }
        long deadline = System.nanoTime() + OPEN_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            long started = System.nanoTime();
            Session opened = tryToOpen(started);
            if (opened != null) {
                session = opened;
                witness.count("sessions opened");
                listen(opened);
                return opened;
            }
            if (!witness.outageSince(started)) {
                witness.wrong(name + " cannot open a session");
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
        throw new IOException(name + " gets no session");
    }

    private Session tryToOpen(long started) throws IOException {
        String revision = REVISIONS[random.nextInt(REVISIONS.length)];
        String called = name + "-" + ++generation;
        try (Line line = line()) {
            line.sendPost(
                    "",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\",\"capabilities\":{\"sampling\":{},\"elicitation\":{}},\"clientInfo\":{\"name\":\"%s\",\"version\":\"1\"}}}"
                            .formatted(revision, called));
            Wire.Head head = line.readHead();
            String body = line.readBody(head);
            if (head.status() != 200 || !body.contains("\"result\"")) {
                return null;
            }
            if (!body.contains("\"instructions\":\"" + called + "\"")) {
                witness.wrong(called + " gets the session " + body);
            }
            Session opened = new Session(
                    called, head.header("mcp-session-id"), revision, new AtomicInteger(), new AtomicInteger(), started);
            int status = line.post(opened.headers(), "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            return status == 202 ? opened : null;
        }
    }

    // ---- one exchange ----

    void exchange(Line line, Random dice) throws IOException {
        Session in = session();
        String tag = in.name() + "-" + in.calls().incrementAndGet();
        Plan plan = Plan.legacy(tag, dice);
        String id = Ids.next(in.ids());
        try (Line aside = line.another()) {
            Hearing hearing = new Hearing(plan, in.name(), id, witness, question -> reply(aside, in, plan, question));
            witness.sends(tag);
            line.sendPost(
                    in.headers(),
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"tools/call\",\"params\":{\"name\":\"stamp\",\"arguments\":%s%s}}"
                            .formatted(
                                    id,
                                    plan.arguments(),
                                    plan.progress() ? ",\"_meta\":{\"progressToken\":" + id + "}" : ""));
            if (plan.leaving() == Plan.Leaving.HANGS_UP && (!plan.streamed() || plan.leaveAfter() == 0)) {
                LockSupport.parkNanos(dice.nextInt(4) * 1_000_000L);
                line.close();
                witness.count("hung up without having heard anything");
                return;
            }
            if (plan.leaving() == Plan.Leaving.CANCELS) {
                LockSupport.parkNanos(dice.nextInt(20) * 1_000_000L);
                cancel(aside, in, plan, id);
            }
            hear(line, in, plan, hearing);
        }
    }

    private void hear(Line line, Session in, Plan plan, Hearing hearing) throws IOException {
        Wire.Head head = line.readHead();
        if (head.status() == 404) {
            line.readBody(head);
            lost(in, hearing);
            return;
        }
        if (head.status() != 200) {
            hearing.wrong("gets the status " + head.status() + " " + line.readBody(head));
            return;
        }
        witness.accepted(plan.tag());
        if (!head.isEventStream()) {
            hearing.take(line.readBody(head));
            return;
        }
        int leaveAfter = plan.leaving() == Plan.Leaving.STAYS || plan.leaving() == Plan.Leaving.CANCELS
                ? Integer.MAX_VALUE
                : plan.leaveAfter();
        String last = "";
        boolean whole = false;
        try {
            last = stream(line, hearing, "", leaveAfter);
            whole = hearing.isAnswered();
        } catch (IOException cut) {
            hearing.wrong("loses its connection: " + cut);
        }
        if (leaveAfter < Integer.MAX_VALUE) {
            line.close();
        }
        if (whole) {
            return;
        }
        if (plan.leaving() == Plan.Leaving.HANGS_UP) {
            witness.count("hung up");
            return;
        }
        if (last.isEmpty()) {
            if (plan.leaving() == Plan.Leaving.COMES_BACK) {
                witness.count("hung up without an event id to come back with");
            } else {
                hearing.wrong("is told nothing more, and cannot come back");
            }
            return;
        }
        comeBack(line, in, hearing, last);
    }

    private void comeBack(Line line, Session in, Hearing hearing, String from) {
        String last = from;
        for (int times = 0; times < MAX_RETURNS && !hearing.isAnswered(); times++) {
            witness.count("came back for the rest of a stream");
            try {
                line.sendGet(in.headers() + "Last-Event-ID: " + last + "\r\n");
                Wire.Head head = line.readHead();
                if (head.status() == 404) {
                    line.readBody(head);
                    lost(in, hearing);
                    return;
                }
                if (head.status() != 200) {
                    hearing.wrong("comes back and gets the status " + head.status() + " " + line.readBody(head));
                    return;
                }
                last = stream(line, hearing, last, Integer.MAX_VALUE);
            } catch (IOException brokenOff) {
                line.close();
                witness.count("came back, and was broken off");
            }
            if (System.nanoTime() - hearing.started() > ENDS_WITHIN.toNanos()) {
                break;
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
        if (!hearing.isAnswered()) {
            hearing.wrong("came back again and again, and was never answered");
        } else {
            witness.count("answered after it came back");
        }
    }

    /** Hears a stream up to its end or so many messages; the last event's id. */
    private static String stream(Line line, Hearing hearing, String from, int atMost) throws IOException {
        Events events = line.events();
        String last = from;
        int messages = 0;
        while (messages < atMost) {
            Events.Event event = events.next();
            if (event == null) {
                return last;
            }
            last = event.id().isEmpty() ? last : event.id();
            if (!event.data().isEmpty()) {
                hearing.take(event.data());
                messages++;
            }
            if (System.nanoTime() - hearing.started() > ENDS_WITHIN.toNanos()) {
                hearing.wrong("has not ended within " + ENDS_WITHIN);
                line.close();
                return "";
            }
        }
        return last;
    }

    private void lost(Session in, Hearing hearing) throws IOException {
        if (!witness.outageSince(in.opened())) {
            hearing.wrong("is told that its session is gone");
        }
        witness.count("told that its session is gone");
        open(in);
    }

    private void cancel(Line aside, Session in, Plan plan, String id) throws IOException {
        long started = System.nanoTime();
        int status = aside.post(
                in.headers(),
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s,\"reason\":\"%s\"}}"
                        .formatted(id, plan.tag()));
        if (status != 202 && !witness.outageSince(started)) {
            witness.wrong("The cancellation of " + plan.tag() + " is answered with the status " + status);
        }
        witness.count("cancelled");
    }

    private void reply(Line aside, Session in, Plan plan, JsonNode question) {
        long started = System.nanoTime();
        try {
            int status = aside.post(
                    in.headers(),
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}"
                            .formatted(question.path("id"), Plan.reply(question, in.name())));
            if (status != 202 && !witness.outageSince(started)) {
                witness.wrong("The answer to a question of " + plan.tag() + " is answered with the status " + status);
            }
        } catch (IOException e) {
            witness.wrong("The answer to a question of " + plan.tag() + " was not taken: " + e);
        }
    }

    // ---- the GET stream ----

    private void listen(Session to) {
        if (listens) {
            Thread thread = new Thread(() -> listenWhileItLasts(to), "traffic-listens-" + to.name());
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void listenWhileItLasts(Session to) {
        String last = "";
        while (!closing && to.equals(session)) {
            try (Line line = line()) {
                listening = line;
                line.sendGet(to.headers() + (last.isEmpty() ? "" : "Last-Event-ID: " + last + "\r\n"));
                Wire.Head head = line.readHead();
                if (head.status() != 200) {
                    line.readBody(head);
                    witness.count("GET streams refused with " + head.status());
                } else {
                    Events events = line.events();
                    for (Events.Event event = events.next(); event != null; event = events.next()) {
                        last = event.id().isEmpty() ? last : event.id();
                        if (!event.data().isEmpty()) {
                            overheard(to, Plan.json(event.data()));
                        }
                    }
                }
            } catch (IOException over) {
                witness.count("GET streams ended");
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }

    private void overheard(Session to, JsonNode message) {
        String says = message.path("params").path("data").asText();
        if (!says.endsWith("#0") || !Plan.session(says).equals(to.name())) {
            witness.wrong("The GET stream of " + to.name() + " brings " + message);
        } else if (!heard.add(says)) {
            witness.wrong("The GET stream of " + to.name() + " brings twice " + message);
        }
        witness.count("notifications on GET streams");
    }

    /** Ends the session. */
    @Override
    public void close() {
        closing = true;
        Line stream = listening;
        if (stream != null) {
            stream.close();
        }
        Session last = session;
        if (last != null) {
            try (Line line = line()) {
                line.sendDelete(last.headers());
                Wire.Head head = line.readHead();
                line.readBody(head);
                witness.count("sessions ended with " + head.status());
            } catch (IOException e) {
                witness.wrong("The end of " + last.name() + " was not taken: " + e);
            }
        }
    }
}
