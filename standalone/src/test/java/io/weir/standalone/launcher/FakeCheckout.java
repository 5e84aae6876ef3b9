/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A checkout with the real launcher, a few empty sources, and a JDK and Maven that only pretend. */
final class FakeCheckout {

    /** How a run of the launcher ended. */
    record Run(int exitCode, String out, String err) {}

    private static final String JAVA = """
            #!/bin/sh
            case $1 in
                -XshowSettings*) printf '    java.home = %s\\n    java.specification.version = %s\\n' "JDK" "VERSION" >&2 ;;
                *) for last; do :; done; echo "ran with: $last, in $PWD"; [ "$last" != fail ] || exit 42 ;;
            esac
            """;
    private static final String MAVEN = """
            #!/bin/sh
            [ "$2" != -v ] || { echo 'Apache Maven VERSION (fake)'; exit 0; }
            root=$(dirname "$3")
            module=$5
            echo build >>"$root/builds"
            [ ! -e "$root/broken" ] || { echo '[ERROR] it does not compile'; exit 1; }
            echo "[INFO] Building weir-$module 0.1 [1/1]"
            echo jar >"$root/$module/target/weir-$module-0.1.jar"
            printf '%s' "$root/weir" >"$root/$module/target/class-path"
            """;

    private final Path root;
    private final Path bin;

    FakeCheckout(Path directory) throws IOException {
        root = Files.createDirectories(directory.resolve("check out"));
        bin = Files.createDirectories(directory.resolve("bin"));
        Files.copy(launcher(), root.resolve("weir"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String module : List.of("standalone", "e2e")) {
            Files.createDirectories(root.resolve(module).resolve("target"));
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("src/main/A.java"), "class A {}");
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
        jdk("17", true);
        maven("3.8.7");
    }

    private static Path launcher() {
        Path fromModule = Path.of("..", "weir").toAbsolutePath().normalize();
        return Files.exists(fromModule) ? fromModule : Path.of("weir").toAbsolutePath();
    }

    Path root() {
        return root;
    }

    void jdk(String version, boolean compiler) throws IOException {
        Path home = Files.createDirectories(bin.resolveSibling("jdk"));
        Files.createDirectories(home.resolve("bin"));
        Files.deleteIfExists(home.resolve("bin/javac"));
        if (compiler) {
            executable(home.resolve("bin/javac"), "#!/bin/sh\n");
        }
        executable(
                bin.resolve("java"), JAVA.replace("\"JDK\"", "'" + home + "'").replace("VERSION", version));
    }

    void maven(String version) throws IOException {
        executable(bin.resolve("mvn"), MAVEN.replace("VERSION", version));
    }

    void without(String tool) throws IOException {
        Files.delete(bin.resolve(tool));
    }

    /** How often Maven was asked to build. */
    long builds() throws IOException {
        Path file = root.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    Process start(Path directory, Path command, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(command.toString()), Stream.of(arguments))
                .toList());
        builder.directory(directory.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", bin + ":" + tools());
        return builder.start();
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return ended(start(root, root.resolve("weir"), arguments));
    }

    static Run ended(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    /** Ways to what the launcher may use, so that the machine's own java and mvn stay out of sight. */
    private Path tools() throws IOException {
        Path tools = bin.resolveSibling("tools");
        if (Files.exists(tools)) {
            return tools;
        }
        Files.createDirectories(tools);
        for (String tool : List.of(
                "cat",
                "cp",
                "date",
                "dirname",
                "find",
                "grep",
                "head",
                "ls",
                "mkdir",
                "mv",
                "readlink",
                "rm",
                "sed",
                "sleep")) {
            executable(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(found(tool)));
        }
        return tools;
    }

    private static Path found(String tool) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + tool));
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
