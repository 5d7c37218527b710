// SPDX-License-Identifier: Apache-2.0
/*
 * The answers around the smallest set, for people.
 *
 *     One control fewer (16): D6 stays not acceptable (certificate accepted by rempart-verify)
 *     One more (18): second factor [gui-app] lowers D3 V2 -> V1
 *     How far this answer holds:
 *       user login [gui-app]  the answer holds as long as its effort is at most 40 (now 12)
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
    if (!q->all_alternatives)
        rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_ALTERNATIVES_MORE));
    else if (q->nalternatives)
        rp_buf_printf(out, "%s %u\n", rp_say(cli, RP_SAY_ALTERNATIVES_ALL), q->nalternatives + 1);
    else
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

// A number as the stage counts it: malfunctions in millionths, shown to a thousandth and never
// nearer to the edge than it is.
static struct rp_str number(const struct rp_question *q, enum rp_stage stage, uint64_t value,
                            bool up)
{
    struct rp_cli *cli = q->cli;
    if (stage != RP_STAGE_MALFUNCTION)
        return rp_lang_integer(cli->arena, cli->lang, (int64_t)value);
    return rp_lang_decimal(cli->arena, cli->lang, (int64_t)((value + (up ? 999 : 0)) / 1000), 3);
}

static struct rp_str whatever_words(const struct rp_question *q, enum rp_say its)
{
    return rp_str_printf(q->cli->arena, "%s %s", rp_say(q->cli, RP_SAY_HOLDS_WHATEVER),
                         rp_say(q->cli, its));
}

static struct rp_str cost_words(const struct rp_question *q, const struct rp_doubt *d,
                                const struct rp_cost_doubt *c)
{
    static const enum rp_say name[RP_STAGES] = {
        [RP_STAGE_MALFUNCTION] = RP_SAY_ITS_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_ITS_EFFORT,
        [RP_STAGE_PLAIN] = RP_SAY_ITS_COST,
    };
    struct rp_cli *cli = q->cli;
    const char *its = rp_say(cli, name[c->stage]);
    if (!c->room.known)
        return rp_str_printf(cli->arena, "%s%s %s", its, rp_say_colon(cli),
                             rp_say(cli, RP_SAY_NOT_SETTLED));
    if (rp_cost_doubt_is_none(d, c))
        return whatever_words(q, name[c->stage]);
    uint64_t edge = d->chosen ? c->now + c->room.room : c->now - c->room.room;
    return rp_str_printf(cli->arena, "%s %s %s %.*s (%s %.*s)", rp_say(cli, RP_SAY_HOLDS_WHILE),
                         its, rp_say(cli, d->chosen ? RP_SAY_AT_MOST : RP_SAY_AT_LEAST),
                         RP_FMT(number(q, c->stage, edge, !d->chosen)), rp_say(cli, RP_SAY_NOW),
                         RP_FMT(number(q, c->stage, c->now, false)));
}

// "at least V2 (below, a smaller set suffices) and at most V3 (above, it suffices no longer)"
static struct rp_str level_words(const struct rp_question *q, const struct rp_doubt *d)
{
    struct rp_cli *cli = q->cli;
    struct rp_arena *a = cli->arena;
    const char *its = rp_say(cli, RP_SAY_ITS_LEVEL);
    bool floor = d->level.lowest > 0, ceiling = d->level.highest < 4;
    struct rp_str now =
        d->from == d->to ? rp_str_printf(a, "V%u", d->from)
                         : rp_str_printf(a, "V%u %s V%u", d->from, rp_say(cli, RP_SAY_TO), d->to);
    if (!floor && !ceiling)
        return rp_str_printf(a, "%.*s (%s %.*s)", RP_FMT(whatever_words(q, RP_SAY_ITS_LEVEL)),
                             rp_say(cli, RP_SAY_NOW), RP_FMT(now));
    struct rp_str least = RP_STR(""), most = RP_STR("");
    if (floor)
        least = rp_str_printf(a, "%s V%u (%s)", rp_say(cli, RP_SAY_AT_LEAST), d->level.lowest,
                              rp_say(cli, RP_SAY_BELOW_SMALLER));
    if (ceiling)
        most = rp_str_printf(a, "%s V%u (%s)", rp_say(cli, RP_SAY_AT_MOST), d->level.highest,
                             rp_say(cli, RP_SAY_ABOVE_OPEN));
    return rp_str_printf(a, "%s %s %.*s%s%.*s, %s %.*s", rp_say(cli, RP_SAY_HOLDS_WHILE), its,
                         RP_FMT(least), floor && ceiling ? rp_say(cli, RP_SAY_AND) : "",
                         RP_FMT(most), rp_say(cli, RP_SAY_NOW), RP_FMT(now));
}

static struct rp_str doubt_name(const struct rp_question *q, const struct rp_doubt *d)
{
    struct rp_cli *cli = q->cli;
    if (d->nsteps)
        return d->name;
    if (!d->of_kind)
        return rp_say_control(cli, q->attack, q->graph, d->control);
    struct rp_str name = q->graph->kind[d->kind].name;
    if (q->attack)
        name =
            q->attack->catalogue->control[q->attack->control_kind[d->control]].name.in[cli->lang];
    return rp_str_printf(cli->arena, "%.*s (%s)", RP_FMT(name), rp_say(cli, RP_SAY_ONCE));
}

// Whether no value of any of its costs changes the answer.
static bool holds_whatever(const struct rp_doubt *d)
{
    for (uint32_t i = 0; i < d->ncosts; i++)
        if (!d->cost[i].room.known || !rp_cost_doubt_is_none(d, &d->cost[i]))
            return false;
    return d->ncosts > 0;
}

// What is said of the k-th cost of a doubt, or of its level.
static struct rp_str doubt_words(const struct rp_question *q, const struct rp_doubt *d, uint32_t k)
{
    if (d->nsteps)
        return level_words(q, d);
    if (holds_whatever(d))
        return whatever_words(q, RP_SAY_ITS_COST);
    if (d->ncosts)
        return cost_words(q, d, &d->cost[k]);
    return rp_str_of(rp_say(q->cli, RP_SAY_NOT_WEIGHED));
}

static void put_doubts(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    struct rp_table t;
    if (!q->ndoubts)
        return;
    rp_table_init(&t, cli->arena, 2);
    for (uint32_t i = 0; i < q->ndoubts; i++) {
        const struct rp_doubt *d = &q->doubt[i];
        uint32_t rows = d->ncosts && !holds_whatever(d) ? d->ncosts : 1;
        for (uint32_t k = 0; k < rows; k++) {
            rp_table_cell(&t, k ? RP_STR("") : doubt_name(q, d), NULL);
            rp_table_cell(&t, doubt_words(q, d, k), NULL);
        }
    }
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_HOW_FAR));
    rp_table_put(&t, "  ", cli->colour_out, out);
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
        rp_table_cell(&t, number(q, q->options.stage[0], p->cost, false), NULL);
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
    put_doubts(q, out);
    put_next(q, out);
    put_front(q, out);
}
