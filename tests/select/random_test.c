// SPDX-License-Identifier: Apache-2.0
/*
 * rp_select against exhaustive search on random problems; the checker must accept every certificate.
 *
 *     random_test COUNT SEED [CHECKER FOLDER]
 */
#include "random.h"

#include "attack/graph.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

static const char *checker, *folder; // NULL: certificates are not checked

static void print_set(const char *name, uint32_t set)
{
    fprintf(stderr, "  %s:", name);
    for (uint32_t c = 0; c < 32; c++)
        if (set >> c & 1)
            fprintf(stderr, " %u", c);
    fputc('\n', stderr);
}

static uint32_t bits(const bool *set, uint32_t n)
{
    uint32_t r = 0;
    for (uint32_t i = 0; i < n; i++)
        r |= (uint32_t)set[i] << i;
    return r;
}

static bool agrees(const struct rp_graph *g, const struct rp_select_options *o,
                   const struct rp_selection *s, const struct brute_answer *want)
{
    if (!want->any)
        return s->outcome == RP_SELECT_CONFLICT;
    uint32_t set = bits(s->chosen, g->ncontrols);
    uint32_t open = brute_open(g, set);
    bool same = s->outcome == (open ? RP_SELECT_IMPOSSIBLE : RP_SELECT_OPTIMAL) &&
                set == want->set && open == bits(s->given_up, g->ngoals);
    for (uint32_t i = 0; i < o->nstages; i++)
        same &= s->value[o->stage[i]] == want->value[o->stage[i]] &&
                s->bound[o->stage[i]] == want->value[o->stage[i]];
    return same;
}

static bool decided(const struct rp_graph_control *c)
{
    return c->state == RP_GRAPH_EXISTING || c->state == RP_GRAPH_PLANNED;
}

// The least number of refusals that have to fall, by trying every set; UINT32_MAX: none is enough.
static uint32_t least_refusals(const struct rp_graph *g, const struct rp_select_options *o)
{
    uint32_t least = UINT32_MAX;
    struct rp_select_options free = *o;
    struct rp_graph graph = *g;
    struct rp_graph_control control[32];
    bool forced[32];
    uint32_t refused = 0;
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        bool off =
            (o->forbidden && o->forbidden[c]) || (o->only_decided && !decided(&g->control[c]));
        bool kept = (o->keep == RP_KEEP_DECIDED && decided(&g->control[c])) ||
                    (o->keep == RP_KEEP_EXISTING && g->control[c].state == RP_GRAPH_EXISTING);
        control[c] = g->control[c];
        control[c].state = RP_GRAPH_FREE;
        forced[c] = (o->forced && o->forced[c]) || (kept && !off);
        refused |= (uint32_t)(off || g->control[c].state == RP_GRAPH_REFUSED) << c;
    }
    graph.control = control;
    free.keep = RP_KEEP_NONE;
    free.only_decided = false;
    free.forbidden = NULL;
    free.forced = forced;
    for (uint32_t set = 0; set < UINT32_C(1) << g->ncontrols; set++) {
        uint32_t count = 0;
        if (!brute_allowed(&graph, &free, set) || brute_open(&graph, set))
            continue;
        for (uint32_t both = set & refused; both; both &= both - 1)
            count++;
        if (count < least)
            least = count;
    }
    return least;
}

static bool refusals_help(const struct rp_graph *g, const struct rp_select_options *o,
                          const struct rp_selection *s)
{
    uint32_t least = least_refusals(g, o);
    return s->nconflict == (least == UINT32_MAX ? 0 : least);
}

// Every reason is true: without the control the goal comes back, or a side constraint breaks.
static bool reasons_hold(const struct rp_graph *g, const struct rp_select_options *o,
                         const struct rp_selection *s)
{
    uint32_t set = bits(s->chosen, g->ncontrols);
    uint32_t open = brute_open(g, set);
    for (uint32_t c = 0; c < g->ncontrols; c++) {
        if (!s->chosen[c])
            continue;
        uint32_t without = set & ~(UINT32_C(1) << c);
        uint32_t back = brute_open(g, without) & ~open;
        const struct rp_reason *r = &s->reason[c];
        if (r->by_constraint ? back != 0 : !(back >> r->goal & 1))
            return false;
        if (!r->by_constraint && r->path.nsteps == 0)
            return false;
        if (r->by_constraint && r->constraint == RP_GRAPH_NONE && brute_allowed(g, o, without) &&
            o->nstages > 0 && o->stage[0] == RP_STAGE_PLACES)
            return false; // nothing demands it, and it costs
    }
    return true;
}

static bool write_file(struct rp_arena *a, const char *name, struct rp_str text)
{
    struct rp_file_error error;
    char path[300];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return rp_file_write(a, path, text, &error) == RP_OK;
}

static bool accepted(struct rp_arena *a, const struct rp_graph *g, struct rp_str certificate)
{
    struct rp_buf text;
    char command[1000];
    if (!checker)
        return true;
    rp_buf_init(&text, 0);
    rp_graph_write_text(g, &text);
    bool ok = write_file(a, "random.graph", rp_buf_str(&text)) &&
              write_file(a, "random.certificate", certificate);
    rp_buf_done(&text);
    snprintf(command, sizeof(command),
             "'%s' '%s/random.graph' '%s/random.certificate' >'%s/out' 2>&1", checker, folder,
             folder, folder);
    return ok && system(command) == 0;
}

// Stopped after more and more work: each certificate of a bound holds, and no bound of the risk is
// above what the whole search proves.
static bool stops_well(struct rp_arena *a, const struct rp_graph *g,
                       const struct rp_select_options *o, const struct rp_selection *whole)
{
    for (uint64_t work = 200; work < 20000; work *= 2) {
        struct rp_select_options less = *o;
        struct rp_selection s;
        less.limits.work = work;
        if (rp_select(a, g, &less, &s) != RP_OK)
            return false;
        if (s.outcome != RP_SELECT_BEST_FOUND)
            return s.outcome == whole->outcome;
        if (s.bound[RP_STAGE_RISK] > whole->value[RP_STAGE_RISK])
            return false;
        if (s.certificate.n > 0 && !accepted(a, g, s.certificate))
            return false;
    }
    return true;
}

static bool one(uint64_t seed)
{
    struct rp_arena a;
    struct random_source r = {(seed + 1) * UINT64_C(0x9E3779B97F4A7C15)};
    struct rp_select_options o;
    struct rp_selection s;
    struct brute_answer want;
    const char *fault = NULL;
    rp_arena_init(&a);
    for (int i = 0; i < 10; i++)
        random_below(&r, 2);
    const struct rp_graph *g = random_graph(&a, &r, 10);
    random_options(&a, &r, g, &o);
    brute_force(g, &o, &want);
    if (rp_select(&a, g, &o, &s) != RP_OK)
        fault = "status";
    else if (!agrees(g, &o, &s, &want))
        fault = "answer";
    else if (want.any && !reasons_hold(g, &o, &s))
        fault = "reasons";
    else if (s.outcome == RP_SELECT_IMPOSSIBLE && !refusals_help(g, &o, &s))
        fault = "refusals";
    else if (!accepted(&a, g, s.certificate))
        fault = "certificate";
    else if (seed % 20 == 0 && !stops_well(&a, g, &o, &s))
        fault = "stop";
    if (fault) {
        fprintf(stderr, "seed %llu: wrong %s\n", (unsigned long long)seed, fault);
        print_set("expected", want.set);
        if (fault[0] != 's')
            print_set("found", bits(s.chosen, g->ncontrols));
    }
    rp_arena_done(&a);
    return !fault;
}

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 5) {
        fputs("usage: random_test COUNT SEED [CHECKER FOLDER]\n", stderr);
        return 2;
    }
    unsigned long count = strtoul(argv[1], NULL, 10);
    unsigned long seed = strtoul(argv[2], NULL, 10);
    unsigned long wrong = 0;
    checker = argc == 5 ? argv[3] : NULL;
    folder = argc == 5 ? argv[4] : NULL;
    for (unsigned long i = 0; i < count && wrong < 10; i++)
        wrong += !one(seed + i);
    printf("%lu problems, %lu wrong\n", count, wrong);
    return wrong > 0 || count == 0;
}
