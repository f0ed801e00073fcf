package org.polymorph.engine.store;

import java.security.SecureRandom;

/** Names of job attempts: {@code pm-<campaign>-<26 base32 characters>}, never the same twice. */
final class JobToken {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobToken() {}

    static String make(String campaign) {
        StringBuilder token = new StringBuilder("pm-").append(campaign).append('-');
        for (int i = 0; i < 26; i++) {
            token.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }
}
