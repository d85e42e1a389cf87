package io.github.guichet.lookup.ldap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys out of PEM files (RFC 7468), with any text between the blocks. */
final class PemFile {

    private static final long MAX_BYTES = 4_000_000;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    /** AlgorithmIdentifier of rsaEncryption with a NULL parameter, RFC 3279. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    private record Block(String label, String base64) {}

    private PemFile() {}

    /**
     * All certificates of a file.
     *
     * @throws IOException when it cannot be read, holds no certificate, or holds a damaged one; names the file
     */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.endsWith("CERTIFICATE")) {
                try {
                    all.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der(file, block))));
                } catch (GeneralSecurityException e) {
                    throw new IOException(file + ": certificate " + (all.size() + 1) + " is damaged", e);
                }
            }
        }
        if (all.isEmpty()) {
            throw new IOException(file + " holds no PEM certificate");
        }
        return all;
    }

    /**
     * The private key of a file.
     *
     * @throws IOException when it cannot be read or holds no usable key; names the file, never the key
     */
    static PrivateKey key(Path file) throws IOException {
        for (Block block : blocks(file)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return decode(file, der(file, block));
                }
                case "RSA PRIVATE KEY" -> {
                    return decode(file, pkcs8(der(file, block)));
                }
                case "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new IOException(file + ": an \"" + block.label + "\" is not supported; convert it with "
                            + "openssl pkcs8 -topk8 -nocrypt");
                default -> {
                    // a certificate beside its key
                }
            }
        }
        throw new IOException(file + " holds no PEM private key");
    }

    private static PrivateKey decode(Path file, byte[] der) throws IOException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // not this one
            }
        }
        throw new IOException(file + ": the private key is damaged or neither RSA, EC nor EdDSA");
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] octets = der(0x04, pkcs1);
        byte[] body = new byte[3 + RSA.length + octets.length];
        body[0] = 0x02; // INTEGER version 0
        body[1] = 0x01;
        System.arraycopy(RSA, 0, body, 3, RSA.length);
        System.arraycopy(octets, 0, body, 3 + RSA.length, octets.length);
        return der(0x30, body);
    }

    private static byte[] der(int tag, byte[] content) {
        byte[] out = new byte[content.length + 4];
        out[0] = (byte) tag;
        out[1] = (byte) 0x82;
        out[2] = (byte) (content.length >> 8);
        out[3] = (byte) content.length;
        System.arraycopy(content, 0, out, 4, content.length);
        return out;
    }

    private static byte[] der(Path file, Block block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": a " + block.label + " is damaged", e);
        }
    }

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        Matcher matcher = BLOCK.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }
}
