// SPDX-License-Identifier: Apache-2.0
/*
 * The answers around the smallest set, for people.
 *
 *     One control fewer (16): D6 stays not acceptable (certificate accepted by rempart-verify)
 *     One more (18): second factor [gui-app] lowers D3 V2 -> V1
 */
#include "cli/question.h"
#include "cli/say.h"

#include <inttypes.h>

void rp_question_put_list(const struct rp_question *q, const bool *of, const char *first,
                          struct rp_buf *out)
{
    for (uint32_t i = 0; i < q->graph->ncontrols; i++) {
        if (!of[i])
            continue;
        rp_buf_printf(out, "%s%.*s", first, RP_FMT(rp_say_control(q->cli, q->attack, q->graph, i)));
        first = ", ";
    }
    rp_buf_putc(out, '\n');
}

// "D1, D3"; how many in *ret_n.
static struct rp_str open_goals(const struct rp_question *q, const struct rp_selection *s,
                                uint32_t *ret_n)
{
    struct rp_str list = RP_STR("");
    uint32_t n = 0;
    for (uint32_t i = 0; s->given_up && i < q->graph->ngoals; i++) {
        if (!s->given_up[i])
            continue;
        list = rp_str_printf(q->cli->arena, "%.*s%s%.*s", RP_FMT(list), n ? ", " : "",
                             RP_FMT(q->graph->goal[i].name));
        n++;
    }
    *ret_n = n;
    return list;
}

static void put_alternatives(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    if (cli->option[RP_OPTION_ALTERNATIVES] && !q->wants_alternatives)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_ALTERNATIVES_NOT));
    if (!q->wants_alternatives)
        return;
    for (uint32_t i = 0; i < q->nalternatives; i++) {
        rp_buf_puts(out, rp_say(cli, RP_SAY_ALTERNATIVE));
        rp_question_put_list(q, q->alternative[i].chosen, " ", out);
    }
    if (q->more_alternatives)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_ALTERNATIVES_MORE));
    else if (q->all_alternatives && q->nalternatives)
        rp_buf_printf(out, "%s %u\n", rp_say(cli, RP_SAY_ALTERNATIVES_ALL), q->nalternatives + 1);
    else if (q->all_alternatives)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_ALTERNATIVES_NONE));
}

// A set of fewer controls may do, when it is worse by what the objective puts first.
static void put_worse_by(const struct rp_question *q, const struct rp_selection *s,
                         struct rp_buf *out)
{
    static const enum rp_say say[RP_STAGES] = {
        [RP_STAGE_KINDS] = RP_SAY_MORE_KINDS,
        [RP_STAGE_PLACES] = RP_SAY_MORE_KINDS,
        [RP_STAGE_MALFUNCTION] = RP_SAY_MORE_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_MORE_EFFORT,
        [RP_STAGE_PLAIN] = RP_SAY_MORE_COST,
    };
    struct rp_cli *cli = q->cli;
    for (uint32_t i = 0; i < q->options.nstages; i++) {
        enum rp_stage stage = q->options.stage[i];
        if (s->value[stage] <= q->selection.value[stage])
            continue;
        rp_buf_printf(out, "%s %s", rp_say(cli, RP_SAY_SUFFICES_TOO), rp_say(cli, say[stage]));
        if (stage == RP_STAGE_KINDS || stage == RP_STAGE_PLAIN)
            rp_buf_printf(out, " (%" PRIu64 ")", s->value[stage]);
        return;
    }
    rp_buf_puts(out, rp_say(cli, RP_SAY_ALL_ACCEPTABLE));
}

static void put_neighbour(const struct rp_question *q, const struct rp_neighbour *n,
                          enum rp_say what, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    uint32_t open = 0;
    struct rp_str goals = open_goals(q, &n->set, &open);
    if (!n->asked)
        return;
    rp_buf_printf(out, "%s (%u)%s ", rp_say(cli, what), n->n, rp_say_colon(cli));
    switch (n->set.outcome) {
    case RP_SELECT_OPTIMAL:
        if (q->selection.outcome == RP_SELECT_OPTIMAL)
            put_worse_by(q, &n->set, out);
        else
            rp_buf_puts(out, rp_say(cli, RP_SAY_ALL_ACCEPTABLE));
        break;
    case RP_SELECT_IMPOSSIBLE:
        rp_buf_printf(out, "%.*s %s", RP_FMT(goals),
                      rp_say(cli, open == 1 ? RP_SAY_STAYS_OPEN : RP_SAY_STAY_OPEN));
        break;
    case RP_SELECT_CONFLICT:
        rp_buf_puts(out, rp_say(cli, RP_SAY_NO_SUCH_SET));
        break;
    case RP_SELECT_BEST_FOUND:
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_NOT_SETTLED));
        return;
    }
    rp_buf_printf(out, " (%s)\n", rp_cli_proof_text(cli, n->proof));
}

static void put_gain(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    const struct rp_gain *gain = &q->gain;
    const char *first = " ";
    if (!gain->asked)
        return;
    rp_buf_printf(out, "%s (%u)%s ", rp_say(cli, RP_SAY_ONE_MORE), q->selection.nchosen + 1,
                  rp_say_colon(cli));
    if (gain->control == RP_GRAPH_NONE) {
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_GAIN_NONE));
        return;
    }
    rp_buf_printf(out, "%.*s %s", RP_FMT(rp_say_control(cli, q->attack, q->graph, gain->control)),
                  rp_say(cli, RP_SAY_LOWERS));
    for (uint32_t i = 0; i < q->graph->ngoals; i++) {
        if (gain->now[i] == gain->before[i])
            continue;
        rp_buf_printf(out, "%s%.*s %.*s -> %.*s", first, RP_FMT(q->graph->goal[i].name),
                      RP_FMT(rp_say_level(cli, NULL, gain->before[i])),
                      RP_FMT(rp_say_level(cli, NULL, gain->now[i])));
        first = ", ";
    }
    rp_buf_putc(out, '\n');
}

static void put_next(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    if (!q->wants_next)
        return;
    rp_buf_putc(out, '\n');
    for (uint32_t i = 0; i < q->nnext; i++) {
        const struct rp_selection *s = &q->next[i];
        rp_buf_printf(out, "%s (%u, %s)%s", rp_say(cli, RP_SAY_NEXT_BEST), s->nchosen,
                      rp_cli_proof_text(cli, q->next_proof[i]), rp_say_colon(cli));
        rp_question_put_list(q, s->chosen, " ", out);
    }
    if (q->all_next)
        rp_buf_printf(out, "%s (%s)\n", rp_say(cli, RP_SAY_NEXT_NONE),
                      rp_cli_proof_text(cli, q->none));
}

// The front, cheapest first, each point with what rempart-verify said of its certificate:
//
//     cost  residual severity  controls  stays not acceptable
//        0                 34         0  D1, D2, D3
static void put_front(const struct rp_question *q, struct rp_buf *out)
{
    static const enum rp_say head[] = {RP_SAY_FRONT_COST, RP_SAY_FRONT_RESIDUAL, RP_SAY_CONTROLS,
                                       RP_SAY_STAYS_OPEN, RP_SAY_FRONT_PROOF};
    struct rp_cli *cli = q->cli;
    struct rp_arena *a = cli->arena;
    struct rp_table t;
    if (!q->wants_front)
        return;
    rp_table_init(&t, a, 5);
    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        rp_table_cell(&t, rp_str_of(rp_say(cli, head[i])), "\033[1m");
    for (uint32_t i = 0; i < q->front.n; i++) {
        const struct rp_front_point *p = &q->front.point[i];
        uint32_t open = 0;
        struct rp_str goals = open_goals(q, &p->set, &open);
        rp_table_cell(&t, rp_question_number(q, q->options.stage[0], p->cost, false), NULL);
        rp_table_cell(&t, rp_str_printf(a, "%" PRIu64, p->residual), NULL);
        rp_table_cell(&t, rp_str_printf(a, "%u", p->set.nchosen), NULL);
        rp_table_cell(&t, open ? goals : RP_STR("-"), NULL);
        rp_table_cell(&t, rp_str_of(rp_cli_proof_text(cli, q->front_proof[i])), "\033[2m");
    }
    rp_buf_printf(out, "\n%s\n", rp_say(cli, RP_SAY_FRONT));
    rp_table_put(&t, "  ", cli->colour_out, out);
    if (!q->front.complete)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_FRONT_CUT));
}

void rp_question_put_around(const struct rp_question *q, struct rp_buf *out)
{
    put_alternatives(q, out);
    put_neighbour(q, &q->fewer, RP_SAY_ONE_FEWER, out);
    put_neighbour(q, &q->more, RP_SAY_ONE_MORE, out);
    put_gain(q, out);
    rp_question_put_doubts(q, out);
    put_next(q, out);
    put_front(q, out);
    if (q->cut_short)
        rp_buf_printf(out, "%s\n", rp_say(q->cli, RP_SAY_CUT_SHORT));
}
