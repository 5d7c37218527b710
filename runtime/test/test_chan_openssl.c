// SPDX-License-Identifier: Apache-2.0
// Each end of chan against OpenSSL, an implementation of TLS that shares no code with the device's.
#include "check.h"

#include <string.h>

#include "chan_ssl.h"

static void check_case(const struct peer_case *what, bool chan_is_client)
{
    struct rig rig;
    rig_open(&rig, what, chan_is_client);
    rig_connect(&rig, NULL);
    bool works = rig_works(&rig);
    EVP_PKEY *exchanged = NULL;
    if (works && SSL_get_peer_tmp_key(rig.ssl, &exchanged) == 1) {
        assert_int_equal(EVP_PKEY_get_bits(exchanged), 256); // whatever the peer would have liked
        EVP_PKEY_free(exchanged);
    }
    if ((what->how & RENEGOTIATE) != 0) {
        assert_true(works);
        SSL_renegotiate(rig.ssl);
        (void)SSL_do_handshake(rig.ssl);
        for (int i = 0; i < 10; i++)
            rig_turn(&rig);
        works = rig.end->chan.state == RPRT_CHAN_OPEN;
        assert_int_equal(rig.end->chan.counts.rejected, 1);
    }
    print_message("chan as %s, %s: %s (%x)\n", chan_is_client ? "client" : "server", what->name,
                  works ? "open" : "refused", (unsigned)rig.end->chan.why);
    if (works != what->good || (!works && rig.end->chan.state == RPRT_CHAN_OPEN)) {
        ERR_print_errors_fp(stderr);
        fail_msg("%s", what->name);
    }
    if ((what->options & SSL_OP_NO_EXTENDED_MASTER_SECRET) != 0)
        assert_status(rig.end->chan.why, RPRT_ERR_VERSION);
    rig_free(&rig);
}

static void check_cases(const struct peer_case *list, size_t n, int ends)
{
    for (size_t i = 0; i < n; i++) {
        if ((ends & 1) != 0)
            check_case(&list[i], true);
        if ((ends & 2) != 0)
            check_case(&list[i], false);
    }
}

static void what_every_peer_must_keep(void **state)
{
    (void)state;
    const struct peer_case list[] = {
        {.name = "as it should be", .good = true},
        {.name = "no proof", .how = NO_PROOF},
        {.name = "no extended master secret", .options = SSL_OP_NO_EXTENDED_MASTER_SECRET},
        {.name = "TLS 1.1 only", .version = TLS1_1_VERSION},
        {.name = "TLS 1.0 only", .version = TLS1_VERSION},
        {.name = "TLS 1.3 only", .version = TLS1_3_VERSION},
        {.name = "another handshake in the open connection", .how = RENEGOTIATE},
        {.name = "a suite with GCM",
         .suite = RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? "ECDHE-ECDSA-AES128-GCM-SHA256"
                                                      : "PSK-AES128-GCM-SHA256"},
        {.name = "a suite with a tag of 8 bytes",
         .suite =
             RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? "ECDHE-ECDSA-AES128-CCM8" : "PSK-AES128-CCM8"},
        {.name = "a suite with CBC",
         .suite = RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? "ECDHE-ECDSA-AES128-SHA256"
                                                      : "PSK-AES128-CBC-SHA256"},
    };
    check_cases(list, sizeof list / sizeof list[0], 3);
    for (int i = 0; i < 4; i++) {
        struct peer_case suite = {.name = rig_suites[i], .suite = rig_suites[i]};
        suite.good = strcmp(rig_suites[i], rig_own_suite()) == 0;
        check_case(&suite, true);
        check_case(&suite, false);
    }
}

#if RPRT_CHAN_PROFILE == RPRT_CHAN_PSK

static void other_names_are_refused(void **state)
{
    (void)state;
    const struct peer_case list[] = {
        {.name = "another name", .how = OTHER_NAME},
        {.name = "another name and key", .how = OTHER_NAME | NO_PROOF},
    };
    check_cases(list, 2, 3);
}

#else

// The certificate that one should have, changed by the number-th of the ways.
static struct issue changed(bool client, int number)
{
    struct issue issue = rig_issue(client);
    if (number == 0)
        issue.alternative_name = "DNS:pump-8";
    else if (number == 1)
        issue.not_after = -60;
    else if (number == 2)
        issue.not_before = 3600, issue.not_after = 7200;
    else if (number == 3)
        issue.extended_usage = client ? "serverAuth" : "clientAuth";
    else if (number == 4)
        issue.usage = "critical,keyAgreement";
    else if (number == 5)
        issue.usage = NULL;
    else if (number == 6)
        issue.extended_usage = NULL;
    else if (number == 7)
        issue.constraints = "critical,CA:TRUE";
    else if (number == 8)
        issue.curve = "P-384";
    else if (number == 9)
        issue.hash = EVP_sha384();
    else if (number == 10)
        issue.hash = EVP_sha1();
    else if (number == 11)
        issue.curve = NULL; // RSA: has no part in the suite
    else if (number == 12)
        issue.alternative_name = NULL; // the common name then counts
    else
        issue.alternative_name = NULL, issue.common_name = "pump-8";
    return issue;
}

static const char *const changes[] = {"another name",
                                      "expired",
                                      "not valid yet",
                                      "usage of the other role",
                                      "a key that may not sign",
                                      "no key usage",
                                      "no extended key usage",
                                      "a certificate of an authority",
                                      "a key on another curve",
                                      "signed with SHA-384",
                                      "signed with SHA-1",
                                      "an RSA key",
                                      "the name as common name only",
                                      "another common name only"};

static void bad_certificates_are_refused(void **state)
{
    (void)state;
    const struct peer_case list[] = {
        {.name = "self-signed", .how = SELF_SIGNED},
        {.name = "of another authority", .how = OTHER_ISSUER},
        {.name = "through an authority in between", .how = LONG_CHAIN},
        {.name = "a second certificate behind it", .how = EXTRA},
        {.name = "handshake signed with SHA-384", .how = OTHER_HASH},
        {.name = "key exchange on another curve", .groups = "P-384"},
        {.name = "key exchange on X25519", .groups = "X25519"},
        {.name = "key exchange rather on P-384", .groups = "P-384:P-256", .good = true},
    };
    check_cases(list, sizeof list / sizeof list[0], 3);
    for (int i = 0; i < (int)(sizeof changes / sizeof changes[0]); i++) {
        for (int client = 0; client < 2; client++) { // the role of the peer
            struct peer_case what = {.name = changes[i], .issue = changed(client != 0, i)};
            what.good = i == 12;
            check_case(&what, client == 0);
        }
    }
}

#endif

// --- short handshakes with OpenSSL ---

static void end_both(struct rig *rig)
{
    sender = rig->end;
    SSL_shutdown(rig->ssl);
    rprt_chan_close(&rig->end->chan);
    rig->end->out->n = 0;
    for (int i = 0; i < 40; i++)
        rprt_chan_tick(&rig->end->chan);
    rig->end->chan.kept.ticks = 100;
}

static void short_handshake_with_openssl(void **state)
{
    (void)state;
    const struct peer_case good = {.name = "as it should be", .good = true};
    for (int client = 0; client < 2; client++) {
        struct rig rig;
        rig_open(&rig, &good, client != 0);
        rig_connect(&rig, NULL);
        assert_true(rig_works(&rig));
        assert_false(SSL_session_reused(rig.ssl));
        for (uint32_t i = 1; i <= 5; i++) {
            SSL_SESSION *session = SSL_get1_session(rig.ssl);
            end_both(&rig);
            rig_connect(&rig, client != 0 ? NULL : session);
            assert_true(rig_works(&rig));
            assert_true(SSL_session_reused(rig.ssl));
            assert_int_equal(rig.end->chan.counts.resumed, i);
            SSL_SESSION_free(session);
        }
        SSL_SESSION *session = SSL_get1_session(rig.ssl);
        end_both(&rig);
        rig_connect(&rig, client != 0 ? NULL : session); // five uses were allowed
        assert_true(rig_works(&rig));
        assert_false(SSL_session_reused(rig.ssl));
        assert_int_equal(rig.end->chan.counts.resumed, 5);
        SSL_SESSION_free(session);
        rig_free(&rig);
    }
}

// The session was of this suite, says the peer.
static void rewrite(SSL_SESSION *session, SSL_CTX *context, const char *suite)
{
    STACK_OF(SSL_CIPHER) *list = SSL_CTX_get_ciphers(context);
    for (int i = 0; suite != NULL && i < sk_SSL_CIPHER_num(list); i++)
        if (strcmp(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(list, i)), suite) == 0)
            SSL_SESSION_set_cipher(session, sk_SSL_CIPHER_value(list, i));
}

// A peer that comes back with less than the first time.
static void weaker_short_handshake_is_refused(void **state)
{
    (void)state;
    const struct peer_case good = {.name = "as it should be", .good = true};
    const struct peer_case weaker[] = {
        {.name = "no extended master secret", .options = SSL_OP_NO_EXTENDED_MASTER_SECRET},
        {.name = "another suite",
         .suite = RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? "ECDHE-ECDSA-AES128-GCM-SHA256"
                                                      : "PSK-AES128-GCM-SHA256"},
        {.name = "an older version", .version = TLS1_1_VERSION},
    };
    for (int client = 0; client < 2; client++) {
        for (size_t i = 0; i < sizeof weaker / sizeof weaker[0]; i++) {
            struct rig rig;
            rig_open(&rig, &good, client != 0);
            rig_connect(&rig, NULL);
            assert_true(rig_works(&rig));
            // A copy: a session stands in the list of one context only.
            SSL_SESSION *session = SSL_SESSION_dup(SSL_get0_session(rig.ssl));
            end_both(&rig);
            SSL_CTX *other = rig_peer(&weaker[i], client == 0);
            rewrite(session, other, weaker[i].suite);
            SSL_CTX_add_session(other, session);
            SSL_free(rig.ssl);
            rig.ssl = NULL;
            SSL_CTX_free(rig.context);
            rig.context = other;
            rig_connect(&rig, client != 0 ? NULL : session);
            if (rig_works(&rig) || rig.end->chan.state == RPRT_CHAN_OPEN)
                fail_msg("chan as %s, peer comes back with %s", client != 0 ? "client" : "server",
                         weaker[i].name);
            assert_int_equal(rig.end->chan.counts.resumed, 0);
            SSL_SESSION_free(session);
            rig_free(&rig);
        }
    }
}

// A peer that proves badly is refused also when it claims to come back.
static void number_without_its_secret_is_refused(void **state)
{
    (void)state;
    const struct peer_case good = {.name = "as it should be", .good = true};
    struct rig rig;
    rig_open(&rig, &good, false);
    rig_connect(&rig, NULL);
    assert_true(rig_works(&rig));
    SSL_SESSION *session = SSL_SESSION_dup(SSL_get0_session(rig.ssl));
    uint8_t secret[48];
    assert_int_equal(SSL_SESSION_get_master_key(session, secret, sizeof secret), 48);
    secret[47] ^= 1;
    assert_int_equal(SSL_SESSION_set1_master_key(session, secret, sizeof secret), 1);
    end_both(&rig);
    rig_connect(&rig, session);
    assert_false(rig_works(&rig));
    assert_int_not_equal(rig.end->chan.state, RPRT_CHAN_OPEN);
    SSL_SESSION_free(session);
    rig_free(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_every_peer_must_keep),
#if RPRT_CHAN_PROFILE == RPRT_CHAN_PSK
        cmocka_unit_test(other_names_are_refused),
#else
        cmocka_unit_test(bad_certificates_are_refused),
#endif
        cmocka_unit_test(short_handshake_with_openssl),
        cmocka_unit_test(weaker_short_handshake_is_refused),
        cmocka_unit_test(number_without_its_secret_is_refused),
    };
    return cmocka_run_group_tests_name("runtime.chan.openssl", tests, NULL, NULL);
}
