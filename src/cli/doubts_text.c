// SPDX-License-Identifier: Apache-2.0
/*
 * How far the answer holds, for people: a sentence for each name asked for, or one table of all.
 *
 *     How far this answer holds, each number taken alone:
 *       user login (once for the kind)  it holds as long as its effort is at most 40 (now 12)
 *
 *     How far this answer holds, each number taken alone, the narrowest first:
 *       room  number  now  holds if     chosen  of
 *       25%   level   V4   at least V3  -       T-NET-12 read along on the line
 *       233%  effort  12   at most 40   yes     user login (once for the kind)
 *     Costs and levels without effect, taken alone: 143 (--format json names them)
 */
#include "cli/question.h"
#include "cli/say.h"

#include <inttypes.h>

struct rp_str rp_question_number(const struct rp_question *q, enum rp_stage stage, uint64_t value,
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
                         RP_FMT(rp_question_number(q, c->stage, edge, !d->chosen)),
                         rp_say(cli, RP_SAY_NOW),
                         RP_FMT(rp_question_number(q, c->stage, c->now, false)));
}

static struct rp_str now_levels(const struct rp_question *q, const struct rp_doubt *d)
{
    struct rp_arena *a = q->cli->arena;
    return d->from == d->to
               ? rp_str_printf(a, "V%u", d->from)
               : rp_str_printf(a, "V%u %s V%u", d->from, rp_say(q->cli, RP_SAY_TO), d->to);
}

// "at least V2 (below, a smaller set suffices) and at most V3 (above, it suffices no longer)"
static struct rp_str level_words(const struct rp_question *q, const struct rp_doubt *d)
{
    struct rp_cli *cli = q->cli;
    struct rp_arena *a = cli->arena;
    const char *its = rp_say(cli, RP_SAY_ITS_LEVEL);
    bool floor = d->level.lowest > 0, ceiling = d->level.highest < 4;
    struct rp_str now = now_levels(q, d);
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

// A doubt of a level: its technique in the words of its first step.
static struct rp_str row_name(const struct rp_question *q, const struct rp_doubt *d)
{
    const struct rp_graph *g = q->graph;
    for (uint32_t i = 0; d->nsteps && g->origin.step_id && g->origin.step_text && i < g->nsteps;
         i++)
        if (rp_str_eq(g->origin.step_id[i], d->name))
            return rp_str_printf(q->cli->arena, "%.*s %.*s", RP_FMT(d->name),
                                 RP_FMT(g->origin.step_text[i].in[q->cli->lang]));
    return doubt_name(q, d);
}

// "at most 29", "V2 to V3"; least or most empty when there is no such edge.
static struct rp_str edge_words(const struct rp_question *q, struct rp_str least,
                                struct rp_str most)
{
    struct rp_cli *cli = q->cli;
    if (least.n && most.n)
        return rp_str_printf(cli->arena, "%.*s %s %.*s", RP_FMT(least), rp_say(cli, RP_SAY_TO),
                             RP_FMT(most));
    struct rp_str edge = least.n ? least : most;
    return rp_str_printf(cli->arena, "%s %.*s",
                         rp_say(cli, least.n ? RP_SAY_EDGE_LEAST : RP_SAY_EDGE_MOST), RP_FMT(edge));
}

// Now and up to where, of a level.
static void put_level_cells(const struct rp_question *q, const struct rp_doubt *d,
                            struct rp_table *t)
{
    struct rp_arena *a = q->cli->arena;
    struct rp_str least = RP_STR(""), most = RP_STR("");
    if (d->level.lowest > 0)
        least = rp_str_printf(a, "V%u", d->level.lowest);
    if (d->level.highest < 4)
        most = rp_str_printf(a, "V%u", d->level.highest);
    rp_table_cell(t, now_levels(q, d), NULL);
    rp_table_cell(t, edge_words(q, least, most), NULL);
    rp_table_cell(t, RP_STR("-"), NULL);
}

// The same of a cost, and whether it is one that the set pays.
static void put_cost_cells(const struct rp_question *q, const struct rp_doubt *d, uint64_t room,
                           struct rp_table *t)
{
    struct rp_cli *cli = q->cli;
    const struct rp_cost_doubt *c = &d->cost[0];
    struct rp_str least = RP_STR(""), most = RP_STR("");
    if (d->chosen)
        most = rp_question_number(q, c->stage, c->now + c->room.room, false);
    else
        least = rp_question_number(q, c->stage, c->now - c->room.room, true);
    rp_table_cell(t, rp_question_number(q, c->stage, c->now, false), NULL);
    rp_table_cell(t,
                  room == RP_ROOM_UNKNOWN ? rp_str_of(rp_say(cli, RP_SAY_NOT_SETTLED))
                                          : edge_words(q, least, most),
                  NULL);
    rp_table_cell(t, rp_str_of(rp_say(cli, d->chosen ? RP_SAY_YES : RP_SAY_NO)), NULL);
}

// Of what is many times as much nobody needs the figure.
static struct rp_str share(const struct rp_question *q, uint64_t room)
{
    enum { MANY = 1000 };
    struct rp_cli *cli = q->cli;
    if (room == RP_ROOM_UNKNOWN)
        return RP_STR("?");
    return rp_str_printf(
        cli->arena, cli->lang == RP_FR ? "%s%.*s\u00a0%%" : "%s%.*s%%", room > MANY ? "> " : "",
        RP_FMT(rp_lang_integer(cli->arena, cli->lang, room > MANY ? MANY : (int64_t)room)));
}

// One number of the table.
static void put_row(const struct rp_question *q, const struct rp_doubt *d, uint64_t room,
                    struct rp_table *t)
{
    static const enum rp_say name[RP_STAGES] = {
        [RP_STAGE_MALFUNCTION] = RP_SAY_MALFUNCTION,
        [RP_STAGE_EFFORT] = RP_SAY_EFFORT,
        [RP_STAGE_PLAIN] = RP_SAY_COST,
    };
    struct rp_cli *cli = q->cli;
    rp_table_cell(t, share(q, room), NULL);
    rp_table_cell(t, rp_str_of(rp_say(cli, d->nsteps ? RP_SAY_LEVEL : name[d->cost[0].stage])),
                  NULL);
    if (d->nsteps)
        put_level_cells(q, d, t);
    else
        put_cost_cells(q, d, room, t);
    rp_table_cell(t, row_name(q, d), NULL);
}

// The table of all; what no value changes is only counted.
static void put_every(const struct rp_question *q, struct rp_buf *out)
{
    static const enum rp_say head[] = {RP_SAY_ROOM,     RP_SAY_NUMBER, RP_SAY_NOW,
                                       RP_SAY_HOLDS_IF, RP_SAY_CHOSEN, RP_SAY_OF};
    struct rp_cli *cli = q->cli;
    struct rp_table t;
    uint32_t endless = 0;
    rp_table_init(&t, cli->arena, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++)
        rp_table_cell(&t, rp_str_of(rp_say(cli, head[i])), "\033[1m");
    for (uint32_t i = 0; i < q->ndoubts; i++) {
        const struct rp_doubt *d = &q->doubt[i];
        uint64_t room = d->nsteps ? rp_level_doubt_room(d) : rp_cost_doubt_room(d, &d->cost[0]);
        if (room == RP_ROOM_ENDLESS)
            endless++;
        else
            put_row(q, d, room, &t);
    }
    rp_buf_printf(out, "%s\n", rp_say(cli, RP_SAY_HOW_FAR_ALL));
    if (endless < q->ndoubts)
        rp_table_put(&t, "  ", cli->colour_out, out);
    if (endless)
        rp_buf_printf(out, "%s %u (%s)\n", rp_say(cli, RP_SAY_WITHOUT_EFFECT), endless,
                      rp_say(cli, RP_SAY_JSON_NAMES_THEM));
}

static void put_named(const struct rp_question *q, struct rp_buf *out)
{
    struct rp_cli *cli = q->cli;
    struct rp_table t;
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

void rp_question_put_doubts(const struct rp_question *q, struct rp_buf *out)
{
    if (q->cli->option[RP_OPTION_UNSURE] && !q->asks_doubts)
        rp_buf_printf(out, "%s\n", rp_say(q->cli, RP_SAY_HOW_FAR_NOT));
    else if (q->asks_every_doubt)
        put_every(q, out);
    else if (q->ndoubts)
        put_named(q, out);
}
