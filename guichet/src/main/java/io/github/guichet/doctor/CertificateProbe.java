package io.github.guichet.doctor;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Looks at the certificates that a server shows, whoever issued them, and hangs up. Nothing is sent over such a connection: whether
 * the server is trusted, the source itself finds out.
 */
final class CertificateProbe {

    /** How a connection changes to TLS. */
    enum Begin {
        /** TLS from the first byte. */
        AT_ONCE,
        /** RFC 4511, 4.14. */
        LDAP,
        /** The driver's protocol: an SSLRequest in place of the log-in. */
        MARIADB,
        /** An SSLRequest before everything. */
        POSTGRESQL
    }

    private static final int MOST = 1 << 16;

    private CertificateProbe() {}

    /** The chain, the server's own certificate first. */
    static List<X509Certificate> chain(String host, int port, Begin begin, Duration limit) throws IOException {
        int millis = (int) Math.max(1, Math.min(limit.toMillis(), 30_000));
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            start(plain, begin);
            try (SSLSocket tls = (SSLSocket) factory().createSocket(plain, host, port, true)) {
                tls.startHandshake();
                List<X509Certificate> chain = new ArrayList<>();
                for (var certificate : tls.getSession().getPeerCertificates()) {
                    if (certificate instanceof X509Certificate x509) {
                        chain.add(x509);
                    }
                }
                return chain;
            }
        }
    }

    private static void start(Socket socket, Begin begin) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        switch (begin) {
            case AT_ONCE -> {
                // nothing to say
            }
            case LDAP -> {
                byte[] name = "1.3.6.1.4.1.1466.20037".getBytes(StandardCharsets.US_ASCII);
                byte[] head = {0x30, 29, 2, 1, 1, 0x77, 24, (byte) 0x80, 22};
                out.write(head);
                out.write(name);
                out.flush();
                ldapReply(new DataInputStream(in));
            }
            case MARIADB -> {
                DataInputStream data = new DataInputStream(in);
                int length = data.readUnsignedByte() | data.readUnsignedByte() << 8 | data.readUnsignedByte() << 16;
                data.skipNBytes(1L + Math.min(length, MOST));
                byte[] request = new byte[36];
                request[0] = 32;
                request[3] = 1;
                // CLIENT_LONG_PASSWORD, CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION
                request[4] = 0x01;
                request[5] = (byte) 0x8a;
                request[11] = 1;
                request[12] = 45;
                out.write(request);
                out.flush();
            }
            case POSTGRESQL -> {
                out.write(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f});
                out.flush();
                if (in.read() != 'S') {
                    throw new IOException("the server offers no TLS");
                }
            }
        }
    }

    private static void ldapReply(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0x30) {
            throw new IOException("that is no LDAP server");
        }
        int length = in.readUnsignedByte();
        if (length > 127) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < Math.min(bytes, 4); i++) {
                length = length << 8 | in.readUnsignedByte();
            }
        }
        if (length < 10 || length > MOST) {
            throw new IOException("that is no LDAP server");
        }
        byte[] reply = new byte[length];
        in.readFully(reply);
        // message id (3), extended response (tag, length), result code (0a 01 NN)
        for (int i = 3; i + 2 < Math.min(length, 12); i++) {
            if (reply[i] == 0x0a && reply[i + 1] == 1) {
                if (reply[i + 2] == 0) {
                    return;
                }
                throw new IOException("the server refuses StartTLS (result " + reply[i + 2] + ")");
            }
        }
        throw new IOException("that is no LDAP server");
    }

    private static SSLSocketFactory factory() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LookingTrustManager()}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Lets every chain pass, because it is only looked at; extended, because a plain one has Java refuse weak certificates before. */
    private static final class LookingTrustManager extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
