/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.standalone.Standalone;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What to do with a Weir that has just started, as commands that work when they are pasted. */
final class NextSteps {

    private static final String TEXT = """

            Weir is up at @URL@ (started in @SECONDS@ s)

              data    @DATA@
              log     @LOG@
              Kafka   @KAFKA@, schema registry @URL@/registry

            A small bank is behind the connection "demo". Users are alice (analyst), bob (approver), carol (approver, auditor)
            and admin. Try, in another terminal:

              the bank's tools, as alice
                @WEIR@ call@WHICH@ demo
              a customer, with the personal data masked
                @WEIR@ call@WHICH@ demo read_customer id=1001
              something that the policy blocks
                @WEIR@ call@WHICH@ demo run_sql query='DROP TABLE customers'
              a transfer that waits for a second person
                @WEIR@ call@WHICH@ demo transfer_money from=1001 to=1002 amount=25000 reference=rent
              what waits, and to approve it as bob; then repeat the transfer
                @WEIR@ approvals@WHICH@
                @WEIR@ approve@WHICH@ ID
              what happened, from the journal
                @WEIR@ sessions@WHICH@
                @WEIR@ replay@WHICH@ ID

            With any MCP client: URL @URL@/mcp/demo and a bearer token, such as with the Inspector (needs Node):

                npx -y @modelcontextprotocol/inspector --cli @URL@/mcp/demo --method tools/list --header "Authorization: Bearer $(@WEIR@ token@WHICH@ alice)"

            Your own servers and rules: @WEIR@ apply@WHICH@ -f FILE (to begin with, @EXAMPLE@)
            Stop with Ctrl-C.
            """;

    private final Standalone weir;
    private final String command;
    private final String which;

    /**
     * @param command the name of the command, as it was typed
     * @param which the options that tell this instance from the one on the default data directory; empty for that one
     */
    NextSteps(Standalone weir, String command, String which) {
        this.weir = weir;
        this.command = command;
        this.which = which;
    }

    void print(PrintWriter out, long startNanos) {
        Path data = weir.data();
        out.println(TEXT.replace("@URL@", weir.uri().toString())
                .replace("@SECONDS@", "%.1f".formatted(startNanos / (double) TimeUnit.SECONDS.toNanos(1)))
                .replace("@DATA@", data.toString())
                .replace("@LOG@", LogFile.of(data).toString())
                .replace("@KAFKA@", weir.bootstrapServers())
                .replace("@EXAMPLE@", weir.starterFile().toString())
                .replace("@WEIR@", command)
                .replace("@WHICH@", which));
        out.flush();
    }
}
