/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.standalone.launcher.FakeCheckout.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {

    @TempDir
    private Path directory;

    private FakeCheckout checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new FakeCheckout(directory);
    }

    @Test
    void buildsOnFirstUseAndShowsItAndThenRuns() throws Exception {
        // Given a fresh checkout, When
        Run run = checkout.run("token");

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("ran with: token").hasLineCount(1);
        assertThat(run.err())
                .contains("weir: building")
                .contains("1/1  weir-standalone")
                .contains("weir: built in");
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void doesNotBuildAgainWithoutAChange() throws Exception {
        // Given
        checkout.run("token");

        // When
        Run run = checkout.run("token");

        // Then
        assertThat(checkout.builds()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceChanged() throws Exception {
        // Given
        checkout.run("token");

        // When
        Files.writeString(checkout.root().resolve("standalone/src/main/B.java"), "class B {}");
        checkout.run("token");

        // Then
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenASourceIsGone() throws Exception {
        // Given
        checkout.run("token");

        // When
        Files.delete(checkout.root().resolve("standalone/src/main/A.java"));
        checkout.run("token");

        // Then
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void keepsItsOwnCopyOfWhatItRuns() throws Exception {
        // Given
        checkout.run("token");

        // When a build of someone else takes the jar away
        Files.delete(checkout.root().resolve("standalone/target/weir-standalone-0.1.jar"));

        // Then
        assertThat(checkout.run("token").exitCode()).isZero();
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildsTheWholeSystemCommandsOnlyForThem() throws Exception {
        // Given, When
        Run run = checkout.run("bench");

        // Then
        assertThat(run.err()).contains("weir-e2e").doesNotContain("weir-standalone");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(checkout.run("fail").exitCode()).isEqualTo(42);
    }

    @Test
    void worksFromAnyDirectoryAndThroughALink() throws Exception {
        // Given
        Path link = Files.createSymbolicLink(
                directory.resolve("bin/weir"), checkout.root().resolve("weir"));

        // When
        Run run = FakeCheckout.ended(checkout.start(directory, link, "token"));

        // Then
        assertThat(run.out()).contains("in " + directory.toRealPath());
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void buildsOnceForSeveralAtOnce() throws Exception {
        // Given
        List<Process> processes = new ArrayList<>();

        // When
        for (int i = 0; i < 4; i++) {
            processes.add(checkout.start(directory, checkout.root().resolve("weir"), "token"));
        }

        // Then
        for (Process process : processes) {
            assertThat(FakeCheckout.ended(process).exitCode()).isZero();
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void tellsAFailedBuildAndTriesAgainNextTime() throws Exception {
        // Given
        Files.writeString(checkout.root().resolve("broken"), "");

        // When
        Run failed = checkout.run("token");
        Files.delete(checkout.root().resolve("broken"));
        Run mended = checkout.run("token");

        // Then
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("[ERROR] it does not compile").contains("the build failed");
        assertThat(mended.exitCode()).isZero();
    }

    @Test
    void saysWhenThereIsNoJava() throws Exception {
        checkout.without("java");
        assertRefused("no java on the PATH", "JDK 17 or later");
    }

    @Test
    void saysWhenJavaIsTooOld() throws Exception {
        checkout.jdk("11", true);
        assertRefused("is Java 11", "JDK 17 or later");
        checkout.jdk("1.8", true);
        assertRefused("is Java 1.8", "JDK 17 or later");
    }

    @Test
    void saysWhenThereIsNoCompiler() throws Exception {
        checkout.jdk("21", false);
        assertRefused("has no compiler", "JDK 17 or later");
    }

    @Test
    void saysWhenThereIsNoMaven() throws Exception {
        checkout.without("mvn");
        assertRefused("no mvn on the PATH", "Maven 3.8 or later");
    }

    @Test
    void saysWhenMavenIsTooOld() throws Exception {
        checkout.maven("3.6.3");
        assertRefused("Maven 3.6.3", "Maven 3.8 or later");
    }

    @Test
    void takesLaterVersions() throws Exception {
        checkout.jdk("25", true);
        checkout.maven("4.0.0");
        assertThat(checkout.run("token").exitCode()).isZero();
    }

    private void assertRefused(String what, String need) throws Exception {
        Run run = checkout.run("token");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(what).contains(need);
        assertThat(checkout.builds()).isZero();
    }
}
