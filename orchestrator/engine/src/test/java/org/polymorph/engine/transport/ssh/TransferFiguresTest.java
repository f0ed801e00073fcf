package org.polymorph.engine.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in one exec stream and file by file over sftp, side by side: the figures of docs/benchmarks.md. */
@Tag("long")
class TransferFiguresTest {
    private static final Duration LONG = Duration.ofMinutes(8);
    private static final int MANY = 300;
    private static final int BIG = 200 << 20;

    private final Path directory;

    TransferFiguresTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A transfer that may fail in the library's own ways. */
    private interface Transfer {
        void run() throws Exception;
    }

    private static double seconds(Transfer transfer) throws Exception {
        long start = System.nanoTime();
        transfer.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private List<Path> files(String place, int count, int size) throws Exception {
        Path from = Files.createDirectory(directory.resolve(place));
        Random random = new Random(5);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            files.add(Files.write(from.resolve("f" + i), bytes));
        }
        return files;
    }

    private static void sftpUpload(ChannelSftp sftp, List<Path> files, Path there) throws Exception {
        Files.createDirectories(there);
        for (Path file : files) {
            String name = there + "/" + file.getFileName();
            sftp.put(file.toString(), name + ".part");
            sftp.rename(name + ".part", name);
        }
    }

    private static void sftpDownload(ChannelSftp sftp, List<Path> files, Path there, Path here) throws Exception {
        Files.createDirectories(here);
        for (Path file : files) {
            sftp.get(there + "/" + file.getFileName(), here + "/" + file.getFileName());
        }
    }

    private static void same(List<Path> files, Path place) {
        for (Path file : files) {
            assertThat(place.resolve(file.getFileName())).hasSameBinaryContentAs(file);
        }
    }

    private double[] measure(OwnSshd sshd, int port, String label, List<Path> files) throws Exception {
        SshOptions plain = sshd.options();
        SshOptions options = sshd.options(port, plain.pacing());
        List<String> names =
                files.stream().map(file -> file.getFileName().toString()).toList();
        Path place = Files.createDirectory(directory.resolve(label));
        double[] figures = new double[4];
        try (SshTransport transport = new SshTransport(options)) {
            transport.run("true", new byte[0], LONG);
            figures[0] = seconds(() -> transport.uploadFiles(files, place + "/exec", LONG));
            figures[1] = seconds(() -> transport.download(place + "/exec", names, place.resolve("exec-back"), LONG));
        }
        same(files, place.resolve("exec-back"));
        JSch jsch = new JSch();
        jsch.addIdentity(sshd.keyFile().toString());
        jsch.setKnownHosts(sshd.knownHosts().toString());
        Session session = jsch.getSession(plain.target().user(), "127.0.0.1", port);
        session.connect();
        try {
            ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect();
            figures[2] = seconds(() -> sftpUpload(sftp, files, place.resolve("sftp")));
            figures[3] = seconds(() -> sftpDownload(sftp, files, place.resolve("sftp"), place.resolve("sftp-back")));
        } finally {
            session.disconnect();
        }
        same(files, place.resolve("sftp-back"));
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                label,
                figures[0],
                figures[2],
                figures[1],
                figures[3]);
        return figures;
    }

    @Test
    void one_stream_is_much_faster_for_many_files_far_away() throws Exception {
        try (OwnSshd sshd = OwnSshd.start(directory.resolve("sshd"));
                FaultyWire wire = new FaultyWire(sshd.port())) {
            String key = Files.readString(Path.of(sshd.hostKey() + ".pub"));
            Files.writeString(
                    sshd.knownHosts(),
                    "[127.0.0.1]:" + wire.port() + " " + key,
                    java.nio.file.StandardOpenOption.APPEND);
            wire.latency(Duration.ofMillis(10));
            List<Path> small = files("small", MANY, 3000);
            List<Path> big = files("big", 1, BIG);
            System.out.println("| files, round trip | up: stream, s | up: sftp | down: stream | down: sftp |");
            measure(sshd, sshd.port(), "300 of 3 kB, loopback", small);
            double[] far = measure(sshd, wire.port(), "300 of 3 kB, 20 ms", small);
            measure(sshd, sshd.port(), "one of 200 MB, loopback", big);
            measure(sshd, wire.port(), "one of 200 MB, 20 ms", big);
            assertThat(far[0]).as("upload").isLessThan(far[2] / 2);
            assertThat(far[1]).as("download").isLessThan(far[3] / 2);
        }
    }
}
