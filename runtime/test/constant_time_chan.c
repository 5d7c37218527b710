// SPDX-License-Identifier: Apache-2.0
/* The kept secret of the link marked as undefined memory, under valgrind: keeping, offering, finding,
 * counting and wiping it must not depend on it.
 *
 * Goes as far as the listening end's answer: the first branch of the provider on something derived from
 * the secret, the check of a tag, whose outcome is public, comes after it. With ChaCha20-Poly1305, which
 * looks nothing up in tables.
 * usage: constant_time_chan keep|leak
 */
#include <string.h>
#include <valgrind/memcheck.h>

#include "check.h"

#include "chan_rig.h"

static struct pair *with_hidden_secrets(void)
{
    struct pair *pair = pair_new();
    pair->client.config.resume_uses = pair->server.config.resume_uses = 9;
    pair->client.config.resume_ticks = pair->server.config.resume_ticks = 99;
    pair_configure(pair);
    if (!connect_pair(pair, PIPE))
        return NULL;
    // Kept once more from sessions whose secret is hidden.
    (void)VALGRIND_MAKE_MEM_UNDEFINED(pair->client.chan.tls.session->master, 48);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(pair->client.chan.kept.master, 48);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(pair->server.chan.kept.master, 48);
    hang_up(pair);
    return pair;
}

int main(int argc, char **argv)
{
    struct pair *pair = with_hidden_secrets();
    if (pair == NULL)
        return 2;
    if (argc == 2 && strcmp(argv[1], "leak") == 0)
        return pair->client.chan.kept.master[3] == 7 ? 1 : 0; // must be found
    if (rprt_chan_open(&pair->client.chan) != RPRT_OK ||
        rprt_chan_open(&pair->server.chan) != RPRT_OK)
        return 2;
    for (int i = 0; i < 4; i++)
        (void)!(turn(&pair->client, PIPE) == RPRT_OK);
    for (int i = 0; i < 12; i++)
        (void)!(turn(&pair->server, PIPE) == RPRT_OK);
    if (pair->server.chan.resumed != RPRT_YES)
        return 3; // the short handshake was not even begun
    rprt_chan_tick(&pair->client.chan);
    rprt_chan_forget(&pair->client.chan);
    rprt_chan_forget(&pair->server.chan);
    return pair->client.chan.kept.uses == 0 ? 0 : 4;
}
