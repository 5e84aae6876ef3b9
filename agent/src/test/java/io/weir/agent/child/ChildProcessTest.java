/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.EnvironmentValue;
import io.weir.policy.resource.Resources;
import io.weir.policy.resource.SecretSource;
import io.weir.policy.resource.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: small shell scripts. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ChildProcessTest implements Child.Listener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<ChildEnd> ends = new CopyOnWriteArrayList<>();
    private ChildProcess child;

    @TempDir
    Path directory;

    @Override
    public void line(byte[] line) {
        lines.add(new String(line, UTF_8));
    }

    @Override
    public void tooLong() {
        lines.add("too long");
    }

    @Override
    public void ended(ChildEnd end) {
        ends.add(end);
    }

    @AfterEach
    void stop() {
        if (child != null) {
            child.end("the test is over");
        }
    }

    private void start(String... command) {
        start(Map.of(), Optional.empty(), command);
    }

    private void start(Map<String, EnvironmentValue> environment, Optional<String> cwd, String... command) {
        Target.Stdio target = new Target.Stdio("desk", List.of(command), environment, cwd, Duration.ofMinutes(1));
        Map<String, String> own = Map.of("PATH", System.getenv("PATH"), "MINE", "mine", "WEIR_SECRET", "secret");
        child = new ChildProcess(new ChildCommand(target, own), 1000, this);
        child.start();
    }

    private void send(String line) {
        assertThat(child.send(line.getBytes(UTF_8))).isTrue();
    }

    private void awaitGone() {
        assertThat(child.awaitGone(Duration.ofSeconds(20))).isTrue();
        assertThat(ends).hasSize(1);
    }

    @Test
    void speaksByLinesAndEndsWithItsInput() {
        // Given
        start("cat");

        // When
        send("ein €");
        send("two");
        await().until(() -> lines.size() == 2);
        child.end("enough");

        // Then
        assertThat(lines).containsExactly("ein €", "two");
        awaitGone();
        assertThat(ends.get(0)).isEqualTo(new ChildEnd(true, "enough"));
        assertThat(child.send(new byte[1])).isFalse();
    }

    @Test
    void argumentsAreNotForAShell() {
        // When
        start("printf", "%s\\n", "$HOME; echo x", "b c");

        // Then
        await().until(() -> lines.size() == 2);
        assertThat(lines).containsExactly("$HOME; echo x", "b c");
        awaitGone();
    }

    @Test
    void hasOnlyTheEnvironmentThatItIsGiven() throws IOException {
        // Given
        Path secret = Files.writeString(directory.resolve("secret"), " s3cret\n");

        // When
        start(
                Map.of(
                        "A", new EnvironmentValue.Literal("1 2"),
                        "B", new EnvironmentValue.Kept(new SecretSource.Env("MINE")),
                        "C", new EnvironmentValue.Kept(new SecretSource.File(secret.toString()))),
                Optional.of(directory.toString()),
                "sh",
                "-c",
                "env; pwd");

        // Then
        awaitGone();
        assertThat(lines).contains("A=1 2", "B=mine", "C=s3cret");
        assertThat(lines).noneMatch(line -> line.contains("WEIR") || line.startsWith("MINE"));
        assertThat(lines).anyMatch(line -> line.endsWith(directory.getFileName().toString()));
    }

    @Test
    void theAgentsOwnSettingsAreNobodysVariables() {
        // When
        start(Map.of("A", new EnvironmentValue.Kept(new SecretSource.Env("WEIR_SECRET"))), Optional.empty(), "cat");

        // Then
        awaitGone();
        assertThat(ends.get(0).started()).isFalse();
    }

    @Test
    void aProgramThatIsNotThereNeverStarted() {
        // When
        start("no-such-program-anywhere", "--password=x");

        // Then
        awaitGone();
        assertThat(ends.get(0).started()).isFalse();
        assertThat(ends.get(0).reason()).doesNotContain("no-such", "password");
    }

    @Test
    void oneThatFallsIsHeardOfAfterItsLastWords() {
        // When
        start("sh", "-c", "read x; echo got $x; echo noise >&2; exit 3");
        send("it");

        // Then
        awaitGone();
        assertThat(lines).containsExactly("got it");
        assertThat(ends.get(0).started()).isTrue();
    }

    @Test
    void oneThatIgnoresEverythingIsForcedAndSoAreItsChildren() {
        // Given: neither the end of its input nor a signal ends it
        start(
                "sh",
                "-c",
                "trap '' TERM; sh -c \"trap '' TERM; echo child \\$\\$; while :; do sleep 1; done\" & "
                        + "echo parent $$; while :; do sleep 1; done");
        await().until(() -> lines.size() == 2);
        List<ProcessHandle> processes = lines.stream()
                .map(line -> ProcessHandle.of(Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                        .orElseThrow())
                .toList();

        // When
        child.end("enough");

        // Then
        awaitGone();
        await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void oneThatDoesNotReadIsFull() {
        // Given
        start("sleep", "60");

        // When
        byte[] line = new byte[100_000];
        int sent = 0;
        while (sent < 10_000 && child.send(line)) {
            sent++;
        }

        // Then: and it can be ended although somebody waits to write to it
        assertThat(sent).isLessThan(1_000);
        child.end("enough");
        awaitGone();
    }

    @Test
    void longLinesAreDropped() {
        // When
        start("sh", "-c", "head -c 5000 /dev/zero | tr '\\0' 'x'; echo; echo short; cat >/dev/null");

        // Then
        await().until(() -> lines.size() == 2);
        assertThat(lines).containsExactly("too long", "short");
    }

    @Test
    void whatALogSaysOfACommandIsItsProgram() {
        // Given
        ConnectionResource connection = (ConnectionResource) Resources.parse(
                        "connection: {name: a, kind: mcp-stdio, agent: b, command: [/opt/x/server, --key=1], allowedGroups: [a]}\n")
                .resources()
                .get(0);

        // Then
        assertThat(new ChildCommand((Target.Stdio) connection.target(), Map.of()).program())
                .isEqualTo("server");
    }
}
