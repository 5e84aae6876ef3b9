/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The directory where one instance keeps everything, owned by this process until it is closed.
 *
 * <p>Ownership is a lock on a file, which the operating system takes back when the process dies: nothing is left to clean
 * up after {@code kill -9}.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String ADDRESS = "address";
    private static final String BROKERS = "kafka-address";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the directory, and makes it (for its owner only, 0700) when it is missing.
     *
     * @throws DirectoryInUseException when another instance has it
     * @throws UncheckedIOException when it cannot be made or written
     */
    public static DataDirectory take(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            create(absolute);
            FileChannel channel = FileChannel.open(
                    absolute.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new DirectoryInUseException(absolute, owner(absolute));
            }
            return new DataDirectory(absolute, channel).signed();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data directory " + absolute + ": " + e.getMessage(), e);
        }
    }

    private static void create(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path parent = path.getParent();
        Files.createDirectories(parent);
        FileStore store = Files.getFileStore(parent);
        if (store.supportsFileAttributeView("posix")) {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(path);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another instance in this very process has it.
            return false;
        }
    }

    private DataDirectory signed() throws IOException {
        Files.deleteIfExists(path.resolve(ADDRESS));
        Files.deleteIfExists(path.resolve(BROKERS));
        Files.writeString(
                path.resolve("owner"), "process " + ProcessHandle.current().pid(), StandardCharsets.UTF_8);
        return this;
    }

    private static String owner(Path path) throws IOException {
        Path file = path.resolve("owner");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** The absolute path. */
    public Path path() {
        return path;
    }

    /**
     * Makes known where this instance answers, for commands that are run beside it.
     *
     * @param brokers where its Kafka is, HOST:PORT
     */
    public void publishAddress(URI uri, String brokers) {
        try {
            Files.writeString(path.resolve(BROKERS), brokers, StandardCharsets.UTF_8);
            Files.writeString(path.resolve(ADDRESS), uri.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into the data directory " + path, e);
        }
    }

    /** Where the instance on this directory answers, or answered when it was killed; empty when none is up. */
    public static Optional<URI> addressOf(Path path) {
        return published(path.resolve(ADDRESS)).map(URI::create);
    }

    /** Where the Kafka of the instance on this directory is, HOST:PORT; empty when none is up. */
    public static Optional<String> brokersOf(Path path) {
        return published(path.resolve(BROKERS));
    }

    private static Optional<String> published(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS));
            Files.deleteIfExists(path.resolve(BROKERS));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give back the data directory " + path, e);
        }
    }
}
