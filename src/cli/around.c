// SPDX-License-Identifier: Apache-2.0
/*
 * Questions around the smallest set: the front of cost against residual risk, the next best sets.
 */
#include "cli/around.h"

#include "cli/proof.h"
#include "cli/say.h"

#include <inttypes.h>

enum { MOST_POINTS = 200 };

static const char *proof_word(struct rp_cli *cli, const struct rp_graph *g,
                              struct rp_str certificate)
{
    static const enum rp_say say[] = {
        [RP_PROOF_UNCHECKED] = RP_SAY_CERT_UNCHECKED,
        [RP_PROOF_ACCEPTED] = RP_SAY_CERT_ACCEPTED,
        [RP_PROOF_REFUSED] = RP_SAY_CERT_REFUSED,
    };
    if (!certificate.n)
        return rp_say(cli, RP_SAY_CERT_UNCHECKED);
    return rp_say(cli, say[rp_cli_check_proof(cli, g, certificate)]);
}

static struct rp_str open_goals(struct rp_cli *cli, const struct rp_graph *g,
                                const struct rp_selection *s)
{
    struct rp_str list = RP_STR("");
    for (uint32_t i = 0; s->given_up && i < g->ngoals; i++)
        if (s->given_up[i])
            list = rp_str_printf(cli->arena, "%.*s%s%.*s", RP_FMT(list), list.n ? ", " : "",
                                 RP_FMT(g->goal[i].name));
    return list.n ? list : RP_STR("-");
}

enum rp_status rp_around_front(struct rp_cli *cli, const struct rp_graph *g,
                               const struct rp_select_options *options, struct rp_buf *out)
{
    static const enum rp_say head[] = {RP_SAY_FRONT_COST, RP_SAY_FRONT_RESIDUAL, RP_SAY_CONTROLS,
                                       RP_SAY_STAYS_OPEN, RP_SAY_FRONT_PROOF};
    struct rp_front front;
    enum rp_status status = rp_select_front(cli->arena, g, options, MOST_POINTS, &front);
    if (status != RP_OK)
        return status;
    struct rp_table t;
    rp_table_init(&t, cli->arena, 5);
    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        rp_table_cell(&t, rp_str_of(rp_say(cli, head[i])), "\033[1m");
    for (uint32_t i = 0; i < front.n; i++) {
        const struct rp_front_point *p = &front.point[i];
        rp_table_cell(&t, rp_str_printf(cli->arena, "%" PRIu64, p->cost), NULL);
        rp_table_cell(&t, rp_str_printf(cli->arena, "%" PRIu64, p->residual), NULL);
        rp_table_cell(&t, rp_str_printf(cli->arena, "%u", p->set.nchosen), NULL);
        rp_table_cell(&t, open_goals(cli, g, &p->set), NULL);
        rp_table_cell(&t, rp_str_of(proof_word(cli, g, p->set.certificate)), "\033[2m");
    }
    rp_buf_printf(out, "\n%s\n", rp_say(cli, RP_SAY_FRONT));
    rp_table_put(&t, "  ", cli->colour_out, out);
    if (!front.complete)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_FRONT_CUT));
    return RP_OK;
}

static void put_set(struct rp_cli *cli, const struct rp_attack *attack, const struct rp_graph *g,
                    const struct rp_selection *s, struct rp_buf *out)
{
    rp_buf_printf(out, "%s (%u, %s)", rp_say(cli, RP_SAY_NEXT_BEST), s->nchosen,
                  proof_word(cli, g, s->certificate));
    bool some = false;
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        if (!s->chosen[i])
            continue;
        rp_buf_printf(out, "%s%.*s",
                      some                 ? ", "
                      : cli->lang == RP_FR ? "\xC2\xA0: "
                                           : ": ",
                      RP_FMT(rp_say_control(cli, attack, g, i)));
        some = true;
    }
    rp_buf_putc(out, '\n');
}

enum rp_status rp_around_next(struct rp_cli *cli, const struct rp_attack *attack,
                              const struct rp_graph *g, const struct rp_select_options *options,
                              const struct rp_selection *first, uint32_t max, struct rp_buf *out)
{
    struct rp_selection *set = RP_NEWN(cli->arena, struct rp_selection, (size_t)max + 2);
    set[0] = *first;
    rp_buf_putc(out, '\n');
    for (uint32_t n = 1; n <= max; n++) {
        enum rp_status status = rp_select_next_best(cli->arena, g, options, set, n, &set[n]);
        if (status != RP_OK)
            return status;
        if (set[n].outcome != RP_SELECT_OPTIMAL) {
            rp_buf_printf(out, "%s (%s)\n", rp_say(cli, RP_SAY_NEXT_NONE),
                          proof_word(cli, g, set[n].certificate));
            return RP_OK;
        }
        put_set(cli, attack, g, &set[n], out);
    }
    return RP_OK;
}
