// SPDX-License-Identifier: Apache-2.0
/*
 * Synthetic attack graphs with the habits of a device, for measurements; rempart-graph(5) on stdout.
 *
 *     bench-generate STEPS CONTROLS SEED [IRREGULAR]
 *
 * Components stand in tiers, from what is exposed to what acts on the patient.  Each has eight
 * conditions (reached, talked to, logged in, read, changed, run, kept, stopped) and some 26 steps
 * between them and towards its neighbours, mostly one tier inwards, some sideways or back: so there
 * are cycles.  Controls come in twelve kinds; a control covers the components of one region for its
 * kind, and kinds cut the device into regions in three different ways.  IRREGULAR (0 to 100) is the
 * percentage of regions, links and secrets that are drawn at random instead, which makes the
 * selection much harder.  The same arguments give the same bytes everywhere.
 */
#include "attack/graph.h"
#include "base/file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum condition { REACHED, TALKS, LOGGED_IN, READS, CHANGES, RUNS, STAYS, STOPS, CONDITIONS };

enum kind {
    PORTS, // closed
    SECRETS,
    PEERS, // authenticated
    HARDENING,
    PRIVILEGES,
    ROLES,
    ENCRYPTION,
    SIGNATURES,
    RATES,
    SEGMENTS,
    INTERLOCKS,
    WATCHING,
    KINDS,
    NO_KIND
};

struct maker {
    struct rp_graph_builder b;
    uint64_t state;
    uint32_t irregular, ncontrols, nregions;
    uint32_t n, ntiers, width;        // components, tiers, components per tier
    uint32_t nsecrets, touch, supply; // facts: secrets start behind the components
    uint32_t *control_of;             // component * KINDS + kind
};

static uint32_t below(struct maker *m, uint32_t n)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    m->state ^= m->state << 17;
    uint64_t x = m->state * UINT64_C(0x2545F4914F6CDD1D);
    return n < 2 ? 0 : (uint32_t)((x >> 32) % n);
}

static bool chance(struct maker *m, uint32_t percent)
{
    return below(m, 100) < percent;
}

static uint32_t fact(uint32_t component, enum condition c)
{
    return component * CONDITIONS + (uint32_t)c;
}

static uint32_t secret(const struct maker *m, uint32_t i)
{
    return m->n * CONDITIONS + i % m->nsecrets;
}

// Kinds in turn cut the device along its tiers, across them, or aslant.
static uint32_t region(struct maker *m, uint32_t component, uint32_t kind)
{
    uint32_t tier = component / m->width;
    uint32_t place = component % m->width;
    uint64_t size = (uint64_t)m->width * m->ntiers;
    uint64_t along = (uint64_t)place * m->ntiers + tier;
    uint64_t across = (uint64_t)tier * m->width + place;
    uint64_t aslant = ((uint64_t)place * m->ntiers + size * tier * 3 / 8) % size;
    if (chance(m, m->irregular))
        return below(m, m->nregions);
    uint64_t at = kind % 3 == 0 ? along : kind % 3 == 1 ? across : aslant;
    return (uint32_t)(at * m->nregions / size);
}

static void place_controls(struct maker *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = 0; k < KINDS; k++)
            m->control_of[i * KINDS + k] = (k * m->nregions + region(m, i, k)) % m->ncontrols;
}

// What a control of the kind leaves of a step.
static unsigned effect(struct maker *m, enum kind k)
{
    uint32_t u = below(m, 100);
    if (k == WATCHING)
        return u < 60 ? 1 : 2;
    if (k == RATES || k == HARDENING || k == PRIVILEGES)
        return u < 45 ? 0 : u < 85 ? 1 : 2;
    return u < 75 ? 0 : 1;
}

static void stopped_by(struct maker *m, uint32_t component, enum kind k)
{
    if (k < KINDS)
        rp_graph_step_stopped_by(&m->b, m->control_of[component * KINDS + k], effect(m, k));
}

// A step at a component; needs two facts, or one when both are the same.
static void step(struct maker *m, uint32_t component, uint32_t head, const uint32_t needs[2],
                 const enum kind kinds[2])
{
    uint32_t u = below(m, 100);
    rp_graph_add_step(&m->b, u < 10 ? 1 : u < 30 ? 2 : u < 65 ? 3 : 4, head);
    rp_graph_step_needs(&m->b, needs[0]);
    rp_graph_step_needs(&m->b, needs[1]);
    stopped_by(m, component, kinds[0]);
    stopped_by(m, component, kinds[1]);
    if (kinds[0] != NO_KIND && chance(m, 25))
        stopped_by(m, component, WATCHING);
}

static void within(struct maker *m, uint32_t i, uint32_t first_secret)
{
    const struct {
        enum condition head, need, also;
        enum kind kinds[2];
        uint32_t second; // percent of the components that have the second kind
    } steps[] = {
        {TALKS, REACHED, REACHED, {PORTS, NO_KIND}, 0},
        {LOGGED_IN, TALKS, TALKS, {PEERS, NO_KIND}, 0},
        {RUNS, TALKS, TALKS, {HARDENING, PORTS}, 30},
        {RUNS, LOGGED_IN, LOGGED_IN, {PRIVILEGES, NO_KIND}, 0},
        {CHANGES, LOGGED_IN, LOGGED_IN, {ROLES, NO_KIND}, 0},
        {READS, LOGGED_IN, LOGGED_IN, {ENCRYPTION, NO_KIND}, 0},
        {RUNS, CHANGES, TALKS, {SIGNATURES, NO_KIND}, 0},
        {STAYS, RUNS, RUNS, {SIGNATURES, NO_KIND}, 0},
        {READS, RUNS, RUNS, {NO_KIND, NO_KIND}, 0},
        {CHANGES, RUNS, RUNS, {NO_KIND, NO_KIND}, 0},
        {STOPS, TALKS, TALKS, {RATES, NO_KIND}, 0},
    };
    for (size_t k = 0; k < sizeof(steps) / sizeof(*steps); k++) {
        enum kind second = chance(m, steps[k].second) ? steps[k].kinds[1] : NO_KIND;
        step(m, i, fact(i, steps[k].head),
             (uint32_t[]){fact(i, steps[k].need), fact(i, steps[k].also)},
             (enum kind[]){steps[k].kinds[0], second});
    }
    step(m, i, fact(i, LOGGED_IN), (uint32_t[]){fact(i, TALKS), secret(m, first_secret)},
         (enum kind[]){NO_KIND, NO_KIND});
    uint32_t found = chance(m, m->irregular) ? below(m, m->nsecrets) : i / 4 + below(m, 3);
    step(m, i, secret(m, found), (uint32_t[]){fact(i, READS), fact(i, READS)},
         (enum kind[]){SECRETS, NO_KIND});
}

// Where attackers and the supply chain come in.
static void from_outside(struct maker *m, uint32_t i)
{
    uint32_t place = i % m->width;
    if (i < m->width && (place < 2 || chance(m, 15)))
        step(m, i, fact(i, REACHED), (uint32_t[]){m->touch, m->touch},
             (enum kind[]){PORTS, NO_KIND});
    if (!chance(m, 4))
        return;
    step(m, i, fact(i, STAYS), (uint32_t[]){m->supply, m->supply},
         (enum kind[]){SIGNATURES, NO_KIND});
    step(m, i, fact(i, RUNS), (uint32_t[]){fact(i, STAYS), fact(i, STAYS)},
         (enum kind[]){SIGNATURES, HARDENING});
}

static uint32_t neighbour(struct maker *m, uint32_t i)
{
    uint32_t tier = i / m->width;
    uint32_t u = below(m, 100);
    int64_t place = (int64_t)(i % m->width) - 3 + below(m, 7);
    if (u < 55 && tier + 1 < m->ntiers)
        tier++;
    else if (u >= 82 && tier > 0)
        tier--;
    if (chance(m, m->irregular / 2))
        place = below(m, m->width);
    place = place < 0 ? 0 : place >= m->width ? (int64_t)m->width - 1 : place;
    uint32_t to = tier * m->width + (uint32_t)place;
    to = to < m->n ? to : m->n - 1;
    return to == i ? (i + 1) % m->n : to;
}

static void between(struct maker *m, uint32_t from)
{
    uint32_t to = neighbour(m, from);
    step(m, to, fact(to, REACHED), (uint32_t[]){fact(from, RUNS), fact(from, RUNS)},
         (enum kind[]){SEGMENTS, NO_KIND});
    step(m, to, fact(to, CHANGES), (uint32_t[]){fact(from, STAYS), fact(to, TALKS)},
         (enum kind[]){ROLES, PEERS});
    step(m, to, fact(to, LOGGED_IN), (uint32_t[]){fact(from, RUNS), fact(to, REACHED)},
         (enum kind[]){PEERS, NO_KIND});
}

// Harms hang on components of the innermost tier.
static void harm(struct maker *m, uint32_t goal)
{
    uint32_t first = (m->ntiers - 1) * m->width < m->n ? (m->ntiers - 1) * m->width : m->n - 1;
    uint32_t base = first + below(m, m->n - first);
    uint32_t n = 2 + below(m, 3);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t near = base + below(m, 5);
        uint32_t a = chance(m, 70) && near < m->n ? near : first + below(m, m->n - first);
        uint32_t b = first + below(m, m->n - first);
        enum condition c = k % 3 == 0 ? CHANGES : k % 3 == 1 ? RUNS : STOPS;
        step(m, a, goal, (uint32_t[]){fact(a, c), k % 3 == 1 ? fact(b, READS) : fact(a, c)},
             (enum kind[]){INTERLOCKS, k % 3 == 1 ? WATCHING : NO_KIND});
    }
}

static void make_controls(struct maker *m)
{
    static const uint32_t base[KINDS + 1] = {8, 25, 30, 20, 15, 18, 22, 35, 10, 28, 60, 12, 15};
    uint32_t nkinds = (m->ncontrols + m->nregions - 1) / m->nregions;
    nkinds = nkinds > KINDS + 1 ? KINDS + 1 : nkinds;
    for (uint32_t k = 0; k < nkinds; k++)
        rp_graph_add_kind(&m->b,
                          &(struct rp_graph_kind){.name = rp_str_printf(m->b.arena, "kind-%u", k),
                                                  .cost = {.malfunction = UINT64_C(1000) * base[k],
                                                           .effort = base[k]}});
    for (uint32_t c = 0; c < m->ncontrols; c++) {
        uint32_t k = c / m->nregions;
        k = k < nkinds ? k : nkinds - 1;
        assert(k <= KINDS);
        uint32_t cost = base[k] / 2 + below(m, base[k]) + 1;
        struct rp_graph_control control = {
            .name = rp_str_printf(m->b.arena, "control-%u", c),
            .kind = k,
            .cost = {.plain = cost, .malfunction = UINT64_C(37) * cost, .effort = 1 + cost / 10}};
        rp_graph_add_control(&m->b, &control);
    }
}

// Draws two different controls.
static uint32_t other_than(struct maker *m, uint32_t c)
{
    return (c + 1 + below(m, m->ncontrols - 1)) % m->ncontrols;
}

static void make_constraints(struct maker *m)
{
    const struct {
        enum rp_constraint_type type;
        uint32_t n, others;
    } sorts[] = {{RP_NEEDS_ONE, m->ncontrols / 20 + 1, 1},
                 {RP_EXCLUDES_ALL, m->ncontrols / 50 + 1, 1},
                 {RP_ANSWERED_BY, m->ncontrols / 20 + 1, 2}};
    for (uint32_t s = 0; s < 3; s++)
        for (uint32_t i = 0; i < sorts[s].n; i++) {
            uint32_t c = below(m, m->ncontrols);
            rp_graph_add_constraint(&m->b, sorts[s].type, c);
            for (uint32_t k = 0; k < sorts[s].others; k++)
                rp_graph_constraint_any(&m->b, other_than(m, c));
        }
}

// Controls that bring a management channel of their own.
static void make_channels(struct maker *m)
{
    for (uint32_t i = 0; i < m->ncontrols / 50 + 1; i++) {
        uint32_t at = below(m, m->n);
        step(m, at, fact(at, REACHED), (uint32_t[]){m->touch, m->touch},
             (enum kind[]){SEGMENTS, NO_KIND});
        rp_graph_step_added_by(&m->b, below(m, m->ncontrols));
    }
}

static void set_sizes(struct maker *m, uint32_t steps)
{
    m->n = steps / 26 < 2 ? 2 : steps / 26;
    m->ntiers = m->n < 8 ? 2 : m->n < 60 ? 4 : 6;
    m->width = (m->n + m->ntiers - 1) / m->ntiers;
    m->nsecrets = m->n / 4 + 1;
    m->nregions = m->ncontrols / KINDS < 1 ? 1 : m->ncontrols / KINDS;
    m->touch = m->n * CONDITIONS + m->nsecrets;
    m->supply = m->touch + 1;
    m->control_of = RP_NEWN(m->b.arena, uint32_t, (size_t)m->n * KINDS);
}

static const struct rp_graph *make(struct maker *m, uint32_t steps)
{
    uint32_t ngoals = 2;
    for (uint32_t k = 500; k <= steps && k <= 50000000; k *= 10)
        ngoals *= 2;
    set_sizes(m, steps);
    rp_graph_add_facts(&m->b, m->supply + 1 + ngoals);
    make_controls(m);
    place_controls(m);
    for (uint32_t i = 0; i < m->n; i++) {
        within(m, i, chance(m, m->irregular) ? below(m, m->nsecrets) : i / 4);
        from_outside(m, i);
        for (uint32_t d = 3 + below(m, 2); d > 0; d--)
            between(m, i);
    }
    for (uint32_t i = 0; i < ngoals; i++)
        harm(m, m->supply + 1 + i);
    make_channels(m);
    rp_graph_add_entry(&m->b, m->touch, RP_GRAPH_NONE);
    rp_graph_add_entry(&m->b, m->supply, RP_GRAPH_NONE);
    for (uint32_t i = 0; i < ngoals; i++)
        rp_graph_add_goal(&m->b,
                          &(struct rp_graph_goal){.name = rp_str_printf(m->b.arena, "harm-%u", i),
                                                  .fact = m->supply + 1 + i,
                                                  .acceptable = (uint8_t)(1 + i % 2),
                                                  .severity = (uint8_t)(1 + below(m, 5))});
    make_constraints(m);
    return rp_graph_builder_done(&m->b);
}

int main(int argc, char **argv)
{
    struct rp_arena a;
    struct rp_buf out;
    struct rp_file_error error;
    struct maker m = {.irregular = 0};
    if (argc < 4 || argc > 5) {
        fputs("usage: bench-generate STEPS CONTROLS SEED [IRREGULAR]\n", stderr);
        return 2;
    }
    rp_arena_init(&a);
    rp_graph_builder_init(&m.b, &a);
    m.ncontrols = (uint32_t)strtoul(argv[2], NULL, 10);
    m.irregular = argc > 4 ? (uint32_t)strtoul(argv[4], NULL, 10) : 0;
    m.state =
        UINT64_C(88172645463325252) ^ (strtoul(argv[3], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15));
    if (m.ncontrols < 3 || m.irregular > 100) {
        fputs("bench-generate: at least 3 controls, at most 100 percent\n", stderr);
        return 2;
    }
    for (int i = 0; i < 20; i++)
        below(&m, 2);
    rp_buf_init(&out, 0);
    rp_graph_write_text(make(&m, (uint32_t)strtoul(argv[1], NULL, 10)), &out);
    bool ok = !out.full && rp_file_write(&a, "-", rp_buf_str(&out), &error) == RP_OK;
    rp_buf_done(&out);
    rp_arena_done(&a);
    return !ok;
}
