package org.polymorph.engine.transport.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import java.util.Locale;
import org.polymorph.engine.transport.HostKeyException;
import org.polymorph.engine.transport.NeedsLoginException;
import org.polymorph.engine.transport.NotDoneException;
import org.polymorph.engine.transport.ssh.SshOptions.Hop;

/** What the library's words about a failed connection mean. */
final class ConnectFailure {
    private ConnectFailure() {}

    static NotDoneException of(JSchException problem, Hop hop, PinnedHostKeys keys, Proof proof) {
        if (problem instanceof JSchHostKeyException) {
            return keys.refusal(hop, problem);
        }
        String said = String.valueOf(problem.getMessage());
        if (problem instanceof JSchAlgoNegoFailException negotiation) {
            return new NotDoneException(hop + ": " + negotiation(negotiation), problem);
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("auth")) {
            return proof.trouble()
                    .map(trouble ->
                            new NeedsLoginException(hop + ": the log-in was refused (" + said + "): " + trouble))
                    .orElseGet(() -> refused(hop, said, lower));
        }
        Throwable cause = problem.getCause();
        String more = cause == null || said.contains(String.valueOf(cause.getMessage()))
                ? ""
                : " (" + cause.getMessage() + ")";
        return new NotDoneException(hop + ": no connection: " + said + more, problem);
    }

    private static NeedsLoginException refused(Hop hop, String said, String lower) {
        String remedy;
        if (lower.contains("too many")) {
            remedy = "the agent has more keys than the host lets one try: give keyFile with its .pub beside it";
        } else if (lower.contains("partial") || !lower.contains("publickey")) {
            remedy =
                    "the host asks for more than a key, such as a second factor: log in by hand where that opens the way,"
                            + " renew the certificate, or ask its administrators for a key that is enough";
        } else {
            remedy =
                    "check user, keyFile and certificate (ssh-keygen -L shows whether it expired) or load the key into the"
                            + " agent; where the host is older than OpenSSH 7.2, an RSA key cannot be used (it knows no rsa-sha2"
                            + " signatures): take an ed25519 or ecdsa key";
        }
        return new NeedsLoginException(hop + ": the log-in was refused (" + said + "): " + remedy);
    }

    private static String negotiation(JSchAlgoNegoFailException problem) {
        boolean hostKey = "server_host_key".equals(problem.getAlgorithmName());
        String old = problem.getServerProposal().contains("ssh-rsa") && hostKey
                ? "; the host signs only in the old way of ssh-rsa (SHA-1), which is no longer accepted: its administrators"
                        + " must allow rsa-sha2-256, rsa-sha2-512 or another kind of host key"
                : "";
        return "no " + problem.getAlgorithmName() + " algorithm in common: the host offers "
                + problem.getServerProposal() + ", this side " + problem.getJSchProposal() + old;
    }

    /** Returns whether the host, or this side, refused for a reason that does not pass by itself. */
    static boolean isRefusal(NotDoneException failure) {
        return failure instanceof HostKeyException || failure instanceof NeedsLoginException;
    }

    /** Returns the same failure for another caller. */
    static NotDoneException again(NotDoneException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof HostKeyException) {
            return new HostKeyException(message);
        }
        return failure instanceof NeedsLoginException
                ? new NeedsLoginException(message)
                : new NotDoneException(message, failure);
    }
}
