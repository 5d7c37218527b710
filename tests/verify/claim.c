// SPDX-License-Identifier: Apache-2.0
/*
 * Reading a claim; judging it.
 */
#include "claim.h"

#include <assert.h>
#include <stdlib.h>

struct claim_graph claim_graph_new(struct rp_arena *a, const struct rp_graph *g)
{
    assert(g->ncontrols <= MOST_CONTROLS && g->nfacts <= 32 && g->ngoals <= 32);
    size_t n = (size_t)1 << g->ncontrols;
    struct claim_graph r = {g, RP_NEWN(a, uint32_t, n)};
    for (uint32_t set = 0; set < n; set++)
        r.open[set] = brute_open(g, set);
    return r;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

// The next word of a line, which loses it; empty at its end.
static struct rp_str next_word(struct rp_str *line)
{
    while (line->n > 0 && is_blank(*line->p))
        line->p++, line->n--;
    struct rp_str word = {line->p, 0};
    while (word.n < line->n && !is_blank(word.p[word.n]))
        word.n++;
    line->p += word.n;
    line->n -= word.n;
    return word;
}

static uint64_t next_number(struct rp_str *line)
{
    struct rp_str word = next_word(line);
    uint64_t r = 0;
    for (size_t i = 0; i < word.n; i++)
        r = r * 10 + (uint64_t)(word.p[i] - '0');
    return r;
}

static uint32_t next_set(struct rp_str *line)
{
    uint32_t r = 0;
    for (uint64_t n = next_number(line); n > 0; n--)
        r |= UINT32_C(1) << next_number(line);
    return r;
}

static void put_set(bool *to, uint32_t set)
{
    for (uint32_t i = 0; i < MOST_CONTROLS; i++)
        to[i] |= set >> i & 1;
}

static bool put_amount(struct rp_str *line, bool bound, struct claim_amount *to, uint32_t *n)
{
    if (*n == MOST_LINES)
        return false;
    to[*n].objective = next_word(line);
    to[*n].value = next_number(line);
    to[*n].bound = bound ? next_number(line) : 0;
    ++*n;
    return true;
}

static bool read_line(struct rp_str line, struct claim *c)
{
    struct rp_str word = next_word(&line);
    if (rp_str_eq(word, RP_STR("force")))
        put_set(c->forced, next_set(&line));
    else if (rp_str_eq(word, RP_STR("forbid")))
        put_set(c->forbidden, next_set(&line));
    else if (rp_str_eq(word, RP_STR("set")))
        c->set = next_set(&line);
    else if (rp_str_eq(word, RP_STR("open")))
        c->open = next_set(&line);
    else if (rp_str_eq(word, RP_STR("result")))
        c->result = next_word(&line);
    else if (rp_str_eq(word, RP_STR("limit")))
        return put_amount(&line, false, c->limit, &c->nlimits);
    else if (rp_str_eq(word, RP_STR("stage")))
        return put_amount(&line, true, c->stage, &c->nstages);
    else if (rp_str_eq(word, RP_STR("exclude")) && c->nexcluded == MOST_LINES)
        return false;
    else if (rp_str_eq(word, RP_STR("exclude")))
        put_set(c->excluded[c->nexcluded++], next_set(&line));
    return true;
}

bool claim_read(struct rp_str certificate, struct claim *ret_claim)
{
    memset(ret_claim, 0, sizeof(*ret_claim));
    size_t at = 0;
    while (at < certificate.n) {
        struct rp_str line = {certificate.p + at, 0};
        while (at + line.n < certificate.n && line.p[line.n] != '\n')
            line.n++;
        if (!read_line(line, ret_claim))
            return false;
        at += line.n + 1;
    }
    return true;
}

static uint64_t severity_value(const struct rp_graph *g, uint32_t severity, uint32_t open)
{
    uint64_t r = 0;
    for (uint32_t i = 0; i < g->ngoals; i++)
        if (open >> i & 1)
            r += severity == 0 ? g->goal[i].severity : g->goal[i].severity == severity;
    return r;
}

uint64_t claim_value(const struct rp_graph *g, struct rp_str objective, uint32_t set, uint32_t open)
{
    static const struct {
        const char *word;
        enum rp_stage stage;
    } stage[] = {{"kinds", RP_STAGE_KINDS},
                 {"places", RP_STAGE_PLACES},
                 {"malfunction", RP_STAGE_MALFUNCTION},
                 {"effort", RP_STAGE_EFFORT},
                 {"plain", RP_STAGE_PLAIN}};
    for (unsigned i = 0; i < sizeof(stage) / sizeof(*stage); i++)
        if (rp_str_eq(objective, rp_str_of(stage[i].word)))
            return brute_value(g, stage[i].stage, set);
    if (rp_str_eq(objective, RP_STR("severity")))
        return severity_value(g, 0, open);
    if (rp_str_starts(objective, RP_STR("risk-")))
        return severity_value(g, (uint32_t)(objective.p[5] - '0'), open);
    assert(rp_str_eq(objective, RP_STR("none")));
    return 0;
}

bool claim_allows(const struct claim *c, const struct claim_graph *g, uint32_t set, uint32_t open)
{
    const bool *excluded[MOST_LINES];
    for (uint32_t i = 0; i < c->nexcluded; i++)
        excluded[i] = c->excluded[i];
    struct rp_select_options o = {.forced = c->forced,
                                  .forbidden = c->forbidden,
                                  .excluded = excluded,
                                  .nexcluded = c->nexcluded};
    if (!brute_allowed(g->g, &o, set))
        return false;
    for (uint32_t i = 0; i < c->nlimits; i++)
        if (claim_value(g->g, c->limit[i].objective, set, open) > c->limit[i].value)
            return false;
    return true;
}

// Giving up more than a set leaves open makes nothing cheaper, so that the least is enough to try.
static bool some_is_better(const struct claim *c, const struct claim_graph *g)
{
    for (uint32_t set = 0; set < UINT32_C(1) << g->g->ncontrols; set++) {
        uint32_t open = g->open[set];
        bool in = claim_allows(c, g, set, open);
        for (uint32_t i = 0; in && i < c->nstages; i++) {
            uint64_t value = claim_value(g->g, c->stage[i].objective, set, open);
            if (value < c->stage[i].bound)
                return true;
            in = value <= c->stage[i].value;
        }
    }
    return false;
}

bool claim_is_true(const struct claim *c, const struct claim_graph *g)
{
    bool optimum = rp_str_eq(c->result, RP_STR("optimum"));
    if (rp_str_eq(c->result, RP_STR("none")))
        return c->nstages == 1 && !some_is_better(c, g);
    if (c->set >> g->g->ncontrols || c->open >> g->g->ngoals || c->nstages == 0 ||
        !claim_allows(c, g, c->set, c->open) || (g->open[c->set] & ~c->open))
        return false;
    for (uint32_t i = 0; i < c->nstages; i++) {
        const struct claim_amount *s = &c->stage[i];
        bool settled = s->bound == s->value;
        if (claim_value(g->g, s->objective, c->set, c->open) != s->value || s->bound > s->value ||
            (!settled && (optimum || i + 1 < c->nstages)))
            return false;
    }
    return !some_is_better(c, g);
}
