// SPDX-License-Identifier: Apache-2.0
// The peer of chan_ssl.h.
#include "chan_ssl.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

#include "chan_pki.h"

const char *const rig_suites[4] = {"PSK-AES128-CCM", "PSK-CHACHA20-POLY1305",
                                   "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-CHACHA20-POLY1305"};

const char *rig_own_suite(void)
{
    return rig_suites[(RPRT_CHAN_PROFILE == RPRT_CHAN_CERT ? 2 : 0) +
                      (RPRT_AEAD == RPRT_AEAD_CHACHAPOLY ? 1 : 0)];
}

// --- the peer ---

static const uint8_t shared[16] = "0123456789abcde"; // of chan_rig.c
static unsigned running_how;

static unsigned int give_key(unsigned char *out, unsigned int size)
{
    if (size < sizeof shared)
        return 0;
    memcpy(out, shared, sizeof shared);
    if ((running_how & NO_PROOF) != 0)
        out[3] ^= 1;
    return sizeof shared;
}

static unsigned int client_key(SSL *ssl, const char *hint, char *name, unsigned int name_size,
                               unsigned char *out, unsigned int size)
{
    (void)ssl;
    (void)hint;
    snprintf(name, name_size, "%s", (running_how & OTHER_NAME) != 0 ? "pump-8" : "pump-7");
    return give_key(out, size);
}

static unsigned int server_key(SSL *ssl, const char *name, unsigned char *out, unsigned int size)
{
    (void)ssl;
    return strcmp(name, (running_how & OTHER_NAME) != 0 ? "pump-8" : "pump-7") == 0
               ? give_key(out, size)
               : 0;
}

struct issue rig_issue(bool client)
{
    return (struct issue){client ? PKI_CLIENT_NAME : PKI_SERVER_NAME,
                          client ? "DNS:" PKI_CLIENT_NAME : "DNS:" PKI_SERVER_NAME,
                          "critical,digitalSignature",
                          client ? "clientAuth" : "serverAuth",
                          "critical,CA:FALSE",
                          "P-256",
                          EVP_sha256(),
                          -3600,
                          3600};
}

static X509 *authority(void)
{
    const uint8_t *bytes = pki_ca;
    X509 *ca = d2i_X509(NULL, &bytes, sizeof pki_ca);
    assert_non_null(ca);
    return ca;
}

// Gives the peer its certificate, made as the case says.
static void certify(SSL_CTX *context, const struct peer_case *what, bool client)
{
    X509 *ca = authority();
    EVP_PKEY *ca_key = issue_key_of(pki_ca_key, ca);
    struct issue issue = what->issue.common_name != NULL ? what->issue : rig_issue(client);
    EVP_PKEY *key = issue_key(&issue);
    struct issue between = {"another authority",
                            NULL,
                            "critical,keyCertSign",
                            NULL,
                            "critical,CA:TRUE",
                            "P-256",
                            EVP_sha256(),
                            -3600,
                            3600};
    EVP_PKEY *between_key = issue_key(&between);
    X509 *other =
        issue_certificate(&between, between_key, (what->how & LONG_CHAIN) != 0 ? ca : NULL, ca_key);
    X509 *leaf = NULL;
    if ((what->how & SELF_SIGNED) != 0)
        leaf = issue_certificate(&issue, key, NULL, NULL);
    else if ((what->how & (OTHER_ISSUER | LONG_CHAIN)) != 0)
        leaf = issue_certificate(&issue, key, other, between_key);
    else
        leaf = issue_certificate(&issue, key, ca, ca_key);
    SSL_CTX_use_certificate(context, leaf);
    assert_int_equal(SSL_CTX_use_PrivateKey(context, key), 1);
    if ((what->how & (LONG_CHAIN | EXTRA)) != 0)
        SSL_CTX_add1_chain_cert(context, other);
    X509_free(leaf);
    X509_free(other);
    X509_free(ca);
    EVP_PKEY_free(between_key);
    EVP_PKEY_free(key);
    EVP_PKEY_free(ca_key);
}

// The peer believes the tests' authority and demands what chan shows.
static void believe(SSL_CTX *context)
{
    X509 *ca = authority();
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca);
    SSL_CTX_add_client_CA(context, ca);
    X509_free(ca);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
}

SSL_CTX *rig_peer(const struct peer_case *what, bool client)
{
    SSL_CTX *context = SSL_CTX_new(client ? TLS_client_method() : TLS_server_method());
    assert_non_null(context);
    int version = what->version == 0 ? TLS1_2_VERSION : what->version;
    SSL_CTX_set_security_level(context, version < TLS1_2_VERSION ? 0 : 1);
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | what->options);
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN); // the authority itself is not shown
    SSL_CTX_set_session_id_context(context, (const unsigned char *)"test", 4);
    if (version == TLS1_2_VERSION)
        assert_int_equal(
            SSL_CTX_set_cipher_list(context, what->suite == NULL ? rig_own_suite() : what->suite),
            1);
    else
        SSL_CTX_set_cipher_list(context, "ALL:PSK:@SECLEVEL=0");
    assert_int_equal(
        SSL_CTX_set1_groups_list(context, what->groups == NULL ? "P-256" : what->groups), 1);
    if ((what->how & OTHER_HASH) != 0) {
        assert_int_equal(SSL_CTX_set1_sigalgs_list(context, "ECDSA+SHA384"), 1);
        assert_int_equal(SSL_CTX_set1_client_sigalgs_list(context, "ECDSA+SHA384"), 1);
    }
    SSL_CTX_set_psk_client_callback(context, client_key);
    SSL_CTX_set_psk_server_callback(context, server_key);
    if (RPRT_CHAN_PROFILE == RPRT_CHAN_CERT) {
        believe(context);
        if ((what->how & NO_PROOF) == 0)
            certify(context, what, client);
    }
    return context;
}

// --- the line between the two ---

void rig_open(struct rig *rig, const struct peer_case *what, bool chan_is_client)
{
    memset(rig, 0, sizeof *rig);
    running_how = what->how;
    rig->pair = pair_new();
    rig->end = chan_is_client ? &rig->pair->client : &rig->pair->server;
    rig->end->config.resume_uses = 5;
    rig->end->config.resume_ticks = 100;
    pair_configure(rig->pair);
    rig->context = rig_peer(what, !chan_is_client);
}

void rig_connect(struct rig *rig, SSL_SESSION *session)
{
    sender = rig->end;
    assert_status(rprt_chan_open(&rig->end->chan), RPRT_OK);
    rig->end->out->n = 0;
    SSL_free(rig->ssl);
    rig->ssl = SSL_new(rig->context);
    BIO *in = BIO_new(BIO_s_mem());
    BIO *out = BIO_new(BIO_s_mem());
    BIO_set_mem_eof_return(in, -1);
    BIO_set_mem_eof_return(out, -1);
    SSL_set_bio(rig->ssl, in, out);
    if (session != NULL)
        SSL_set_session(rig->ssl, session);
    if (rig->end->config.end == RPRT_CHAN_CLIENT)
        SSL_set_accept_state(rig->ssl);
    else
        SSL_set_connect_state(rig->ssl);
}

void rig_free(struct rig *rig)
{
    SSL_free(rig->ssl);
    SSL_CTX_free(rig->context);
    pair_free(rig->pair);
    ERR_clear_error();
}

// What each has said goes to the other, and each takes a step.
void rig_turn(struct rig *rig)
{
    struct end *end = rig->end;
    uint8_t bytes[512];
    BIO_write(SSL_get_rbio(rig->ssl), end->out->bytes, (int)end->out->n);
    end->out->n = 0;
    if (!SSL_is_init_finished(rig->ssl))
        (void)SSL_do_handshake(rig->ssl);
    for (int n = 0; (n = BIO_read(SSL_get_wbio(rig->ssl), bytes, sizeof bytes)) > 0;) {
        for (size_t off = 0, tries = 0; off < (size_t)n && tries < 1000; tries++) {
            off += rprt_chan_line(&end->chan, bytes + off, (size_t)n - off);
            sender = end;
            (void)!(rprt_chan_step(&end->chan) == RPRT_OK);
        }
    }
    sender = end;
    (void)!(rprt_chan_step(&end->chan) == RPRT_OK);
}

static bool talks(struct rig *rig)
{
    struct end *end = rig->end;
    char text[16] = "";
    size_t n = 0;
    sender = end;
    if (rprt_chan_send(&end->chan, (const uint8_t *)"hello", 5) != RPRT_OK ||
        SSL_write(rig->ssl, "there", 5) != 5)
        return false;
    rig_turn(rig);
    if (SSL_read(rig->ssl, text, sizeof text) != 5 || memcmp(text, "hello", 5) != 0)
        return false;
    for (int i = 0; i < 10; i++) {
        if (rprt_chan_receive(&end->chan, (uint8_t *)text, sizeof text, &n) == RPRT_OK)
            return n == 5 && memcmp(text, "there", 5) == 0;
        rig_turn(rig);
    }
    return false;
}

// Both ends open and messages both ways.
bool rig_works(struct rig *rig)
{
    for (int i = 0; i < 40; i++)
        rig_turn(rig);
    return rig->end->chan.state == RPRT_CHAN_OPEN && SSL_is_init_finished(rig->ssl) && talks(rig);
}
