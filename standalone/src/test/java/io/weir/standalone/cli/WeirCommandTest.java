/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.standalone.issuer.DevIssuer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WeirCommandTest {

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void namesItsCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("up", "demo", "token", "apply", "approve", "replay", "tools", "agent", "topics", "bench");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "call", "approve", "sessions", "agent"})
    void explainsEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: weir " + command);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void explainsWhatCanBeDoneAboutTools() {
        assertThat(run("tools")).isEqualTo(2);
        assertThat(out.toString()).contains("list", "accept");
        assertThat(run("tools", "accept", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: weir tools accept", "CONNECTION TOOL DIGEST");
        assertThat(run("tools", "accept", "demo", "pay")).isEqualTo(2);
        assertThat(err.toString()).contains("DIGEST");
    }

    @Test
    void anAgentNeedsAnInstanceAndAName() {
        assertThat(run("agent", "--name", "desk", "--data", data.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no Weir runs on");
        assertThat(run("agent", "--data", data.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--name");
    }

    @Test
    void printsNothingButTheToken() {
        // Given
        DevIssuer.openOrCreate(data, "http://127.0.0.1:1/dev-issuer");

        // When
        int code = run("token", "alice", "--data", data.toString());

        // Then
        assertThat(code).isZero();
        assertThat(out.toString().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhoThereIsWhenAUserIsUnknown() {
        assertThat(run("token", "mallory", "--data", data.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("no user mallory").contains("alice, bob, carol, admin");
    }

    @Test
    void saysWhatToDoWhenNoneRuns() {
        assertThat(run("sessions", "--data", data.toString(), "--token", "t")).isEqualTo(2);
        assertThat(err.toString()).contains("no Weir runs on " + data).contains("weir up");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThat(run(
                        "apply",
                        "-f",
                        data.resolve("none.yaml").toString(),
                        "--url",
                        "http://127.0.0.1:1",
                        "--token",
                        "t"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none.yaml");
    }

    @Test
    void namesEveryWrongSetting() throws Exception {
        // Given
        Path settings = Files.writeString(data.resolve("s.yaml"), "nonsense: 1\n");

        // When
        int code = run("up", "--data", data.toString(), "--config", settings.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("nonsense: unknown key");
    }

    private int run(String... arguments) {
        CommandLine weir = WeirCommand.commandLine();
        weir.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return weir.execute(arguments);
    }
}
