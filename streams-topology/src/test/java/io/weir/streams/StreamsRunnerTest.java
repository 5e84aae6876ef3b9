/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsRunnerTest {

    @TempDir
    private Path directory;

    @Test
    void applicationsThatStartTogetherShareADirectoryThatIsNotThereYet() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 5; round++) {
                // Given
                Path state = directory.resolve("fresh-" + round).resolve("state");
                CountDownLatch together = new CountDownLatch(1);
                List<Future<StreamsRunner>> starting = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Properties config = config("application-" + i, state);
                    starting.add(threads.submit(() -> {
                        together.await();
                        return new StreamsRunner(topology(), config);
                    }));
                }

                // When
                together.countDown();

                // Then
                for (Future<StreamsRunner> runner : starting) {
                    runner.get().close();
                }
                assertThat(state).isDirectory();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysWhichDirectoryCannotBeCreated() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> new StreamsRunner(topology(), config("application", file.resolve("state"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    private static Topology topology() {
        return new Topology().addSource("source", "topic").addSink("sink", "other", "source");
    }

    private static Properties config(String application, Path state) {
        Properties config = new Properties();
        config.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, application);
        config.setProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        config.setProperty(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        return config;
    }
}
