/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalAction;
import io.weir.model.Principal;
import io.weir.streams.approval.Ruling.Accepted;
import io.weir.streams.approval.Ruling.Refused;
import java.util.List;
import java.util.Locale;

/** Who may do what with an approval, and when. */
public final class ApprovalRules {
    private final List<String> adminGroups;

    /**
     * Rules with these administrators.
     *
     * @param adminGroups whose members may revoke any approval; they approve nothing by that
     */
    public ApprovalRules(List<String> adminGroups) {
        this.adminGroups = List.copyOf(adminGroups);
    }

    /** Judges a command and carries it out. The same command a second time is accepted and changes nothing. */
    public Ruling judge(Approval approval, Command command) {
        if (approval.ballotOf(command.commandId())
                .filter(counted ->
                        counted.person().key().equals(command.person().key()))
                .isPresent()) {
            return new Accepted(approval);
        }
        if (command.digest()
                .filter(seen -> !seen.equals(approval.terms().request().digest()))
                .isPresent()) {
            return new Refused(approval, "The request is not the one that you saw: its digest is another.");
        }
        return switch (command.action()) {
            case APPROVE, REJECT -> vote(approval, command);
            case REVOKE -> revoke(approval, command);
            case CANCEL -> cancel(approval, command);
            default -> new Refused(approval, "This version of Weir does not know the command.");
        };
    }

    private static Ruling vote(Approval approval, Command command) {
        if (People.same(approval.terms().request().requester(), command.person())) {
            return new Refused(approval, "Nobody decides on their own request.");
        }
        if (!command.person().inAnyGroup(approval.terms().hold().approvers())) {
            return new Refused(approval, "You are in none of the groups that may decide on this request.");
        }
        if (!(approval instanceof Pending pending)) {
            return tooLate(approval);
        }
        if (command.at() >= pending.terms().decideBy()) {
            return new Refused(approval, "The time to decide on this request is over.");
        }
        boolean approvedBefore = command.action() == ApprovalAction.APPROVE && approves(approval, command.person());
        return approvedBefore
                ? new Refused(approval, "You have approved this request already; a quorum counts distinct people.")
                : new Accepted(pending.cast(command.ballot()));
    }

    private Ruling revoke(Approval approval, Command command) {
        boolean mayRevoke =
                approves(approval, command.person()) || command.person().inAnyGroup(adminGroups);
        if (!mayRevoke) {
            return new Refused(approval, "Only someone who approved this request, or an administrator, may revoke it.");
        }
        return approval instanceof Approved approved ? new Accepted(approved.revoke(command.at())) : tooLate(approval);
    }

    private static Ruling cancel(Approval approval, Command command) {
        if (!approval.terms()
                .request()
                .requester()
                .key()
                .equals(command.person().key())) {
            return new Refused(approval, "Only the requester may cancel this request.");
        }
        if (approval instanceof Pending pending) {
            return new Accepted(pending.cancel(command.at()));
        }
        return approval instanceof Approved approved ? new Accepted(approved.cancel(command.at())) : tooLate(approval);
    }

    private static boolean approves(Approval approval, Principal person) {
        return approval.ballots().stream().anyMatch(b -> b.approve() && People.same(b.person(), person));
    }

    private static Refused tooLate(Approval approval) {
        String state = approval.state().name().toLowerCase(Locale.ROOT);
        return new Refused(approval, "This request is " + state + ".");
    }
}
