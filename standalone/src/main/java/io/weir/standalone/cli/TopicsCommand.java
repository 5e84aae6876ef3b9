/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicMismatchException;
import io.weir.topics.TopicSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the topics of a cluster what the catalogue says, as the streams service does at its start. */
@Command(name = "topics", description = "Create or check Weir's topics on a cluster, and say why each is as it is.")
final class TopicsCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "kafka.bootstrap.servers and the topics' keys; WEIR_… variables take precedence.")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String[] arguments = config == null ? new String[0] : new String[] {"--config", config.toString()};
        ServiceConfig settings = ServiceConfig.load(definition(), arguments, System.getenv());
        TopicCatalogue catalogue = TopicCatalogue.of(TopicSettings.from(settings.values()));
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = Admin.create(settings.kafka())) {
            Set<String> created = TopicAdmin.ensure(admin, catalogue);
            catalogue
                    .topics()
                    .forEach(topic -> out.printf(
                            "%-24s %-8s %2d partitions, replication factor %d. %s%n",
                            topic.name(),
                            created.contains(topic.name()) ? "created" : "there",
                            topic.partitions(),
                            topic.replicationFactor(),
                            topic.why()));
            return 0;
        } catch (TopicMismatchException e) {
            out.println(e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private static ConfigDef definition() {
        return new ConfigDef(TopicSettings.configDef())
                .define(CommonKeys.BOOTSTRAP_SERVERS, ConfigDef.Type.STRING, Importance.HIGH, "Brokers to begin with.");
    }
}
