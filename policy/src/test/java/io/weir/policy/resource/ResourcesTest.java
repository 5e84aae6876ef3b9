/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.policy.Messages;
import io.weir.policy.Policies;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {

    @Test
    void readsAConnectionWithItsDefaults() {
        // When
        ConnectionResource connection = Policies.customers();

        // Then
        assertThat(connection.name()).isEqualTo("customers");
        assertThat(((Target.Mcp) connection.target()).url()).isEqualTo(URI.create("http://127.0.0.1:9000/mcp"));
        assertThat(((Target.Mcp) connection.target()).credential())
                .contains(new Credential.Bearer(new SecretSource.Env("CUSTOMERS_TOKEN")));
        assertThat(((Target.Mcp) connection.target()).transport()).isEqualTo(Transport.AUTO);
        assertThat(((Target.Mcp) connection.target()).idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(connection.unknownMethods()).isEqualTo(UnknownMethods.BLOCK);
        assertThat(connection.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(connection.allows(Messages.ALICE)).isTrue();
    }

    @Test
    void readsEveryKeyOfAConnection() {
        // When
        ConnectionResource connection = Policies.connection("""
                connection:
                  name: crm
                  kind: mcp
                  url: https://crm.example/mcp
                  credential: {header: {name: X-Api-Key, file: /run/secrets/key}}
                  allowedGroups: ["*"]
                  transport: sse
                  idleTimeout: 2h
                  unknownMethods: allow
                  timeout: 90s
                """);

        // Then
        assertThat(((Target.Mcp) connection.target()).credential())
                .contains(new Credential.Header("X-Api-Key", new SecretSource.File("/run/secrets/key")));
        assertThat(((Target.Mcp) connection.target()).transport()).isEqualTo(Transport.SSE);
        assertThat(((Target.Mcp) connection.target()).idleTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(connection.unknownMethods()).isEqualTo(UnknownMethods.ALLOW);
        assertThat(connection.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(connection.allows(Messages.ALICE)).isTrue();
    }

    @Test
    void readsAServerThatAnAgentStarts() {
        // When
        ConnectionResource connection = Policies.connection("""
                connection:
                  name: files
                  kind: mcp-stdio
                  agent: desk-7
                  command: [npx, -y, "server files", --verbose]
                  env:
                    TOKEN: {env: FILES_TOKEN}
                    KEY: {file: /run/secrets/key}
                    MODE: {value: "read only"}
                  directory: /srv/files
                  idleTimeout: 90s
                  allowedGroups: [analysts]
                """);

        // Then
        Target.Stdio stdio = (Target.Stdio) connection.target();
        assertThat(connection.kind()).isEqualTo("mcp-stdio");
        assertThat(stdio.agent()).isEqualTo("desk-7");
        assertThat(stdio.command()).containsExactly("npx", "-y", "server files", "--verbose");
        assertThat(stdio.environment())
                .containsOnly(
                        Map.entry("TOKEN", new EnvironmentValue.Kept(new SecretSource.Env("FILES_TOKEN"))),
                        Map.entry("KEY", new EnvironmentValue.Kept(new SecretSource.File("/run/secrets/key"))),
                        Map.entry("MODE", new EnvironmentValue.Literal("read only")));
        assertThat(stdio.directory()).contains("/srv/files");
        assertThat(stdio.idleTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(stdio.toString()).doesNotContain("verbose", "read only");
    }

    @Test
    void aServerThatAnAgentStartsHasDefaults() {
        // When
        Target.Stdio stdio = (Target.Stdio) Policies.connection(
                        "connection: {name: a, kind: mcp-stdio, agent: b, command: [c], allowedGroups: [d]}\n")
                .target();

        // Then
        assertThat(stdio.environment()).isEmpty();
        assertThat(stdio.directory()).isEmpty();
        assertThat(stdio.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "kind: mcp, host: mcp.example, port: 8443 | https://mcp.example:8443/mcp",
                "kind: mcp, host: mcp.example, port: 80, tls: false, path: /a/b | http://mcp.example:80/a/b",
                "kind: mcp, host: 127.0.0.1, port: 9000 | http://127.0.0.1:9000/mcp",
                "kind: mcp, host: 127.0.0.1, port: 9000, tls: true | https://127.0.0.1:9000/mcp",
                "kind: mcp, host: '2001:db8::1', port: 9000 | https://[2001:db8::1]:9000/mcp",
                "kind: mcp, transport: sse, host: mcp.example, port: 8443 | https://mcp.example:8443/sse",
                "kind: mcp, transport: http, host: mcp.example, port: 8443 | https://mcp.example:8443/mcp",
                "kind: llm, host: localhost, port: 11434 | http://localhost:11434/v1",
                "kind: llm, host: llm.example, port: 443 | https://llm.example:443/v1",
                "kind: llm, url: 'https://llm.example/openai/v1/' | https://llm.example/openai/v1",
            })
    void anUpstreamIsGivenByUrlOrByHostAndPort(String keys, String url) {
        // When
        ConnectionResource connection = Policies.connection("connection: {name: a, allowedGroups: [a], " + keys + "}");

        // Then
        assertThat(((Target.Http) connection.target()).url()).hasToString(url);
    }

    @Test
    void readsALanguageModel() {
        // When
        ConnectionResource connection = Policies.connection("""
                connection:
                  name: llm
                  kind: llm
                  host: 127.0.0.1
                  port: 11434
                  model: llama3.2
                  credential: {basic: {username: weir, password: {env: PASSWORD}}}
                  allowedGroups: [analysts]
                """);

        // Then
        assertThat(connection.kind()).isEqualTo("llm");
        assertThat(connection.target())
                .isEqualTo(new Target.Llm(
                        URI.create("http://127.0.0.1:11434/v1"),
                        Optional.of(new Credential.Basic("weir", new SecretSource.Env("PASSWORD"))),
                        Optional.of("llama3.2")));
    }

    @Test
    void readsSeveralConnectionsBehindOneEndpoint() {
        // When
        ConnectionResource connection =
                (ConnectionResource) Resources.parse("connection: {name: desk, kind: virtual, allowedGroups: [a], "
                                + "members: [{connection: crm}, {connection: docs, prefix: d.}]}\n")
                        .resources()
                        .get(0);

        // Then
        assertThat(connection.target())
                .isEqualTo(new Target.Virtual(
                        List.of(new Target.Virtual.Member("crm", "crm_"), new Target.Virtual.Member("docs", "d."))));
    }

    @Test
    void readsClientCredentials() {
        // When
        ConnectionResource connection = Policies.connection("""
                connection:
                  name: crm
                  url: https://crm.example/mcp
                  credential:
                    oauth:
                      tokenUrl: https://id.example/token
                      clientId: weir
                      clientSecret: {file: /run/secrets/weir}
                      scope: crm.read crm.write
                      resource: https://crm.example/mcp
                  allowedGroups: [analysts]
                """);

        // Then
        assertThat(((Target.Http) connection.target()).credential())
                .contains(new Credential.OAuth(
                        URI.create("https://id.example/token"),
                        "weir",
                        new SecretSource.File("/run/secrets/weir"),
                        Optional.of("crm.read crm.write"),
                        Optional.empty(),
                        Optional.of(URI.create("https://crm.example/mcp"))));
    }

    @Test
    void readsAPolicy() {
        // When
        PolicyResource policy =
                (PolicyResource) Resources.parse(Policies.STARTER).resources().get(0);

        // Then
        assertThat(policy.defaultAction()).isEqualTo(DefaultAction.ALLOW);
        assertThat(policy.rules())
                .extracting(Rule::name)
                .containsExactly("only-select", "large-transfer", "personal-data");
        assertThat(policy.rules().get(0).connections()).containsExactly("customers");
        assertThat(policy.rules().get(1).action())
                .isEqualTo(new Action.Hold(
                        List.of("approvers"),
                        1,
                        Duration.ofHours(4),
                        Duration.ofMinutes(15),
                        "Transfers above 1,000 need a second person."));
        assertThat(policy.rules().get(2).when()).isEqualTo(Optional.empty());
        assertThat(policy.rules().get(2).action())
                .isEqualTo(new Action.Mask(
                        Set.of("EMAIL", "CREDIT_CARD", "IBAN"),
                        List.of(new EntityPattern("CUSTOMER_ID", "CUST-[0-9]{6}")),
                        Set.of(MaskScope.RESPONSES)));
    }

    @Test
    void readsBlocksWithAndWithoutText() {
        // When
        PolicyResource policy =
                (PolicyResource) Resources.parse("""
                        policy:
                          name: p
                          rules:
                            - {name: a, block: {}}
                            - {name: b, block: {message: m, entities: [EMAIL]}}
                            - {name: c, block: {patterns: [{entity: X, regex: x}], in: [requests]}}
                        """).resources().get(0);

        // Then
        assertThat(policy.rules())
                .extracting(Rule::action)
                .containsExactly(
                        new Action.Block(""),
                        new Action.Block(
                                "m", Set.of("EMAIL"), List.of(), Set.of(MaskScope.REQUESTS, MaskScope.RESPONSES)),
                        new Action.Block(
                                "", Set.of(), List.of(new EntityPattern("X", "x")), Set.of(MaskScope.REQUESTS)));
        assertThat(policy.patterns()).containsExactly(new EntityPattern("X", "x"));
    }

    @Test
    void keepsTheSourceOfEachDocumentSoThatItReadsTheSameAgain() {
        // Given
        String stream = "# two resources\r\n\r\n---\r\n\r\n" + Policies.CUSTOMERS.replace("\n", "\r\n")
                + "\r\n--- # next\n" + Policies.STARTER + "\n\n---\n# nothing\n";

        // When
        Parsed parsed = Resources.parse(stream);

        // Then
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.resources())
                .extracting(Resource::source)
                .containsExactly(Policies.CUSTOMERS, Policies.STARTER);
        for (Resource resource : parsed.resources()) {
            assertThat(Resources.parse(resource.source()).resources()).containsExactly(resource);
        }
        assertThat(parsed.resources().get(0).hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void tellsAllProblemsAtOnceWithLineAndPath() {
        // Given
        String yaml = """
                connection:
                  name: Customers
                  kind: mcp
                  url: ftp://example.org
                  allowedGroups: []
                  timeout: 2 minutes
                  retries: 3
                ---
                policy:
                  name: p
                  rules:
                    - name: a
                      when: mcp.tool.nmae == "x"
                      block: {}
                    - name: a
                      when: |
                        mcp.tool.name == "x" &&
                        mcp.tool.size > 3
                      hold: {approvers: [b], quorum: 0}
                    - name: c
                      mask: {entities: [PHONE], patterns: [{entity: X, regex: "("}], in: [sideways]}
                    - name: d
                      block: {}
                      allow: {}
                    - name: e
                      block:
                        entities: [PHONE]
                        in: [sideways]
                """;

        // When
        Parsed parsed = Resources.parse(yaml);

        // Then
        assertThat(parsed.resources()).isEmpty();
        assertThat(parsed.problems())
                .extracting(p -> p.line() + ":" + p.column() + " " + p.path())
                .containsExactly(
                        "2:3 connection.name",
                        "4:3 connection.url",
                        "5:3 connection.allowedGroups",
                        "6:3 connection.timeout",
                        "7:3 connection.retries",
                        "13:13 policy.rules[0].when",
                        "15:7 policy.rules[1].name",
                        "18:1 policy.rules[1].when",
                        "19:30 policy.rules[1].hold.quorum",
                        "21:14 policy.rules[2].mask.entities",
                        "21:56 policy.rules[2].mask.patterns[0].regex",
                        "21:70 policy.rules[2].mask.in",
                        "23:7 policy.rules[3].block",
                        "27:9 policy.rules[4].block.entities",
                        "28:9 policy.rules[4].block.in");
        assertThat(parsed.problems().get(5).message()).contains("undeclared reference", "mcp.tool.name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 1 | there is no document",
                "`a: [` | 2 | is not YAML",
                "`policy: 3` | 1 | must be a mapping",
                "`policy: {name: a, name: b, rules: []}` | 1 | is there twice",
                "`policy: {name: 1, rules: []}` | 1 | put it in quotes",
                "`policy: {name: a}` | 1 | is required",
                "`policy: {name: a, rules: {}}` | 1 | must be a list",
                "`policy: {name: a, rules: [], default: deny}` | 1 | must be one of allow, block",
                "`policy: {name: a, rules: [{name: r}]}` | 1 | exactly one of",
                "`policy: {name: a, rules: [{name: r, mask: {}}]}` | 1 | at least one",
                "`policy: {name: a, rules: [{name: r, mask: {patterns: [{entity: X, regex: 'a*'}]}}]}` | 1 | empty text",
                "`policy: {name: a, rules: [{name: r, mask: {patterns: [{entity: EMAIL, regex: 'a'}]}}]}` | 1 | built in",
                "`policy: {name: a, rules: [{name: r, block: {entities: []}}]}` | 1 | needs at least one entity or pattern",
                "`policy: {name: a, rules: [{name: r, block: {patterns: []}}]}` | 1 | needs at least one entity or pattern",
                "`policy: {name: a, rules: [{name: r, block: {in: [requests]}}]}` | 1 | needs at least one entity or pattern",
                "`policy: {name: a, rules: [{name: r, block: {entities: [PHONE]}}]}` | 1 | may be EMAIL",
                "`policy: {name: a, rules: [{name: r, block: {entities: [EMAIL], in: []}}]}` | 1 | at least one of requests, responses",
                "`policy: {name: a, rules: [{name: r, block: {patterns: [{entity: X, regex: 'a*'}]}}]}` | 1 | empty text",
                "`policy: {name: a, rules: [{name: r, hold: {}}]}` | 1 | is required",
                "`policy: {name: a, rules: [{name: r, hold: {approvers: [b], decideWithin: 31d}}]}` | 1 | 1s to 30d",
                "`connection: {name: a, url: 'http://u:p@h/', allowedGroups: [a]}` | 1 | without user",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {}}` | 1 | exactly one of",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], kind: lm}` | 1 | must be mcp, mcp-stdio, llm or virtual",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], transport: stdio}` | 1 | must be one of auto, http, sse",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], transport: http, idleTimeout: 5m}` | 1 | has no meaning with transport: http",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], transport: sse, idleTimeout: 8d}` | 1 | 1s to 7d",
                "`connection: {name: a, kind: llm, url: 'http://h/', allowedGroups: [a], transport: sse}` | 1 | is not known",
                "`connection: {name: a, allowedGroups: [a]}` | 1 | is required, or host and port",
                "`connection: {name: a, url: 'http://h/', host: h, port: 1, allowedGroups: [a]}` | 1 | either url, or host",
                "`connection: {name: a, host: h, allowedGroups: [a]}` | 1 | is required",
                "`connection: {name: a, port: 1, allowedGroups: [a]}` | 1 | is required",
                "`connection: {name: a, host: h, port: 0, allowedGroups: [a]}` | 1 | 1 to 65535",
                "`connection: {name: a, host: h, port: 65536, allowedGroups: [a]}` | 1 | 1 to 65535",
                "`connection: {name: a, host: 'http://h', port: 1, allowedGroups: [a]}` | 1 | without scheme",
                "`connection: {name: a, host: 'u@h', port: 1, allowedGroups: [a]}` | 1 | without scheme",
                "`connection: {name: a, host: 'h:1', port: 1, allowedGroups: [a]}` | 1 | without scheme",
                "`connection: {name: a, host: '[::1]', port: 1, allowedGroups: [a]}` | 1 | without scheme",
                "`connection: {name: a, host: h, port: 1, tls: yes, allowedGroups: [a]}` | 1 | true or false",
                "`connection: {name: a, host: h, port: 1, path: mcp, allowedGroups: [a]}` | 1 | a slash",
                "`connection: {name: a, host: h, port: 1, path: '/a?b', allowedGroups: [a]}` | 1 | no query",
                "`connection: {name: a, kind: llm, url: 'http://h/v1?a=b', allowedGroups: [a]}` | 1 | no query",
                "`connection: {name: a, kind: llm, url: 'http://h/', model: ' ', allowedGroups: [a]}` | 1 | name of a model",
                "`connection: {name: a, url: 'http://h/', model: m, allowedGroups: [a]}` | 1 | is not known",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {bearer: {env: A}, basic: {username: u, password: {env: A}}}}` | 1 | exactly one of",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {basic: {username: 'a:b', password: {env: A}}}}` | 1 | a colon",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {basic: {username: a}}}` | 1 | is required",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {basic: {username: a, password: {}}}}` | 1 | exactly one of env and file",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {oauth: {clientId: c, clientSecret: {env: A}}}}` | 1 | is required",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {oauth: {tokenUrl: 'ftp://h/', clientId: c, clientSecret: {env: A}}}}` | 1 | http or https URL",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {oauth: {tokenUrl: 'http://h/', clientId: c, clientSecret: {env: A}, audience: a, resource: 'urn:a'}}}` | 1 | either audience or resource",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {oauth: {tokenUrl: 'http://h/', clientId: c, clientSecret: {env: A}, resource: 'a#b'}}}` | 1 | absolute URI",
                "`connection: {name: a, url: 'http://h/', allowedGroups: [a], credential: {oauth: {tokenUrl: 'http://h/', clientId: c, clientSecret: {env: A}, scope: 'a  b'}}}` | 1 | a space between",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: []}` | 1 | 1 to 16 connections",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{prefix: x}]}` | 1 | is required",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: B_}]}` | 1 | 1 to 63",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b, prefix: ''}]}` | 1 | 1 to 32",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b, prefix: x y}]}` | 1 | 1 to 32",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b, prefix: x_}, {connection: c, prefix: x_y_}]}` | 1 | must not begin like that of b",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b, url: c}]}` | 1 | is not known",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b, prefix: x}, {connection: b, prefix: c}]}` | 1 | is a member already",
                "`connection: {name: a, kind: virtual, allowedGroups: [a]}` | 1 | is required",
                "`connection: {name: a, kind: virtual, allowedGroups: [a], members: [{connection: b}], url: 'http://h/'}` | 1 | is not known",
                "`connection: {name: a, kind: mcp-stdio, agent: b, allowedGroups: [a]}` | 1 | is required",
                "`connection: {name: a, kind: mcp-stdio, command: [x], allowedGroups: [a]}` | 1 | is required",
                "`connection: {name: a, kind: mcp-stdio, agent: B_, command: [x], allowedGroups: [a]}` | 1 | 1 to 63",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [], allowedGroups: [a]}` | 1 | a program",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: x y, allowedGroups: [a]}` | 1 | must be a list",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], url: 'http://h/', allowedGroups: [a]}` | 1 | is not known",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], env: {K: {}}, allowedGroups: [a]}` | 1 | exactly one of env, file and value",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], env: {K: {env: A, value: b}}, allowedGroups: [a]}` | 1 | exactly one of env, file and value",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], env: {'a b': {value: b}}, allowedGroups: [a]}` | 1 | environment variable",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], env: {K: {vaule: b}}, allowedGroups: [a]}` | 1 | is not known",
                "`connection: {name: a, kind: mcp-stdio, agent: b, command: [x], idleTimeout: 0s, allowedGroups: [a]}` | 1 | 1s to 7d",
                "`other: {}` | 1 | exactly one of connection and policy",
                "`policy: &a {name: a, rules: [*a]}` | 1 | is not known",
                "`{policy: {name: a, rules: []}, connection: {name: a, url: 'http://h', allowedGroups: [x]}}` | 1 | exactly one",
            })
    void refuses(String yaml, int line, String message) {
        // When
        Parsed parsed = Resources.parse(yaml);

        // Then
        assertThat(parsed.resources()).isEmpty();
        assertThat(parsed.problems()).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void refusesTheSameResourceTwice() {
        // When
        Parsed parsed = Resources.parse(Policies.STARTER + "---\n" + Policies.CUSTOMERS + "---\n" + Policies.STARTER);

        // Then
        assertThat(parsed.resources()).hasSize(2);
        assertThat(parsed.problems()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "mcp-session-id",
                "Content-Length",
                "a b",
            })
    void refusesACredentialInAHeaderOfTheProtocol(String header) {
        // When
        Parsed parsed = Resources.parse("connection: {name: a, url: 'http://h/', allowedGroups: [a], "
                + "credential: {header: {name: '" + header + "', env: KEY}}}");

        // Then
        assertThat(parsed.problems()).extracting(Problem::path).containsExactly("connection.credential.header.name");
    }

    @Test
    void neverEchoesWhatMayBeASecret() {
        // When
        Parsed parsed = Resources.parse(
                "connection: {name: a, url: 'http://user:hunter2@h/', allowedGroups: [a], credential: {bearer: {env: 'hunter2!'}}}");

        // Then
        assertThat(parsed.problems()).hasSize(2).noneMatch(p -> p.toString().contains("hunter2"));
    }
}
