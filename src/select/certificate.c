// SPDX-License-Identifier: Apache-2.0
/*
 * Writes certificates: only the rows that a proof uses, numbered as the checker will number them.
 */
#include "select/certificate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void rp_certificate_init(struct rp_certificate *c, struct rp_arena *a)
{
    *c = (struct rp_certificate){.arena = a};
    rp_buf_init(&c->stages, 0);
}

void rp_certificate_done(struct rp_certificate *c)
{
    rp_buf_done(&c->stages);
}

// Numbers of pool rows; the side rows keep theirs.
static void make_room(struct rp_certificate *c, const struct rp_problem *p)
{
    const struct rp_ineqs *q = &p->ineqs;
    if (q->n <= c->cap && c->number)
        return;
    uint32_t cap = q->n * 2 + 64;
    uint32_t *number = RP_NEWN(c->arena, uint32_t, cap);
    if (c->number)
        memcpy(number, c->number, c->cap * sizeof(*number));
    else
        for (; c->next < q->n && q->row[c->next].type == RP_INEQ_SIDE; c->next++)
            number[c->next] = c->next + 1;
    c->number = number;
    c->cap = cap;
}

// Rows that the items need and that are not written yet, sources of cuts included.
static void mark_needed(const struct rp_certificate *c, const struct rp_search *s, bool *needed)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    const struct rp_proof *proof = s->proof;
    for (uint32_t i = 0; i < proof->n; i++) {
        if (proof->item[i].type != RP_PROOF_CLAIM)
            continue;
        const struct rp_proof_claim *claim = &proof->claim[proof->item[i].at];
        for (uint32_t k = 0; k < claim->n; k++)
            needed[proof->row[claim->first + k]] = true;
    }
    for (uint32_t i = q->n; i-- > 0;) {
        if (!needed[i] || c->number[i] || q->row[i].type != RP_INEQ_CUT)
            continue;
        const struct rp_cut *cut = &s->cores.cut[q->row[i].origin];
        for (uint32_t k = 0; k < cut->nrows; k++)
            needed[s->cores.cut_row[cut->first + k]] = true;
    }
}

// The steps of a core while they are written: each after those that derive its body.
struct order {
    const struct rp_graph *g;
    const uint32_t *step;
    uint32_t *giver; // by fact of the graph: the step that derives it, counted from 1; 0: none
    bool *written;   // by step
    uint32_t *stack, n;
};

// Pushes the steps that come before step i; false when all of them are written.
static bool push_earlier(struct order *o, uint32_t i)
{
    uint32_t before = o->n;
    for (uint32_t k = o->g->body.first[o->step[i]]; k < o->g->body.first[o->step[i] + 1]; k++) {
        uint32_t giver = o->giver[o->g->body.item[k]];
        if (giver && !o->written[giver - 1])
            o->stack[o->n++] = giver - 1;
    }
    return o->n > before;
}

static void write_steps(struct rp_buf *out, struct order *o, uint32_t nsteps)
{
    for (uint32_t i = 0; i < nsteps; i++) {
        o->stack[o->n++] = i;
        while (o->n > 0) {
            uint32_t top = o->stack[o->n - 1];
            if (!o->written[top] && push_earlier(o, top))
                continue;
            if (!o->written[top])
                rp_buf_printf(out, " %u", o->step[top]);
            o->written[top] = true;
            o->n--;
        }
    }
}

static void write_core(struct rp_certificate *c, const struct rp_search *s, uint32_t n)
{
    const struct rp_core *core = &s->cores.core[n];
    const uint32_t *step = core->nsteps ? s->cores.step + core->first : NULL;
    const struct rp_graph *g = s->p->graph;
    struct rp_arena scratch;
    size_t most = (size_t)core->nsteps + 1;
    rp_arena_init(&scratch);
    if (!c->giver)
        c->giver = RP_NEWN(c->arena, uint32_t, (size_t)g->nfacts + 1);
    for (uint32_t i = 0; i < core->nsteps; i++) {
        c->giver[g->head[step[i]]] = i + 1;
        most += g->body.first[step[i] + 1] - g->body.first[step[i]];
    }
    struct order o = {.g = g,
                      .step = step,
                      .giver = c->giver,
                      .written = RP_NEWN(&scratch, bool, most),
                      .stack = RP_NEWN(&scratch, uint32_t, most)};
    rp_buf_printf(&c->stages, "c %u %u", core->goal, core->nsteps);
    write_steps(&c->stages, &o, core->nsteps);
    rp_buf_putc(&c->stages, '\n');
    for (uint32_t i = 0; i < core->nsteps; i++)
        c->giver[g->head[step[i]]] = 0;
    rp_arena_done(&scratch);
}

static void write_cut(struct rp_certificate *c, const struct rp_cores *cores, uint32_t n)
{
    const struct rp_cut *cut = &cores->cut[n];
    uint32_t at = cut->first;
    rp_buf_printf(&c->stages, "d %lld %u", (long long)cut->divisor, cut->nrows);
    for (uint32_t i = 0; i < cut->nrows; i++, at++)
        rp_buf_printf(&c->stages, " %u %lld", c->number[cores->cut_row[at]] - 1,
                      (long long)cores->cut_multiplier[at]);
    rp_buf_printf(&c->stages, " %u", cut->nbounds);
    for (uint32_t i = 0; i < cut->nbounds; i++, at++)
        rp_buf_printf(&c->stages, " %u %lld", cores->cut_row[at],
                      (long long)cores->cut_multiplier[at]);
    rp_buf_putc(&c->stages, '\n');
}

static void write_rows(struct rp_certificate *c, const struct rp_search *s, const bool *needed)
{
    const struct rp_ineqs *q = &s->p->ineqs;
    for (uint32_t i = 0; i < q->n; i++) {
        if (!needed[i] || c->number[i])
            continue;
        assert(q->row[i].type == RP_INEQ_CORE || q->row[i].type == RP_INEQ_CUT);
        if (q->row[i].type == RP_INEQ_CORE)
            write_core(c, s, q->row[i].origin);
        else
            write_cut(c, &s->cores, q->row[i].origin);
        c->number[i] = ++c->next;
    }
}

struct term {
    uint32_t row;
    int64_t multiplier;
};

static int by_row(const void *a, const void *b)
{
    const struct term *x = a;
    const struct term *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

static void write_claim(struct rp_certificate *c, const struct rp_proof *proof,
                        const struct rp_proof_claim *claim)
{
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    struct term *term = RP_NEWN(&scratch, struct term, (size_t)claim->n + 1);
    for (uint32_t i = 0; i < claim->n; i++)
        term[i] = (struct term){c->number[proof->row[claim->first + i]] - 1,
                                proof->multiplier[claim->first + i]};
    qsort(term, claim->n, sizeof(*term), by_row);
    rp_buf_printf(&c->stages, "y %lld %u", (long long)claim->objective, claim->n);
    for (uint32_t i = 0; i < claim->n; i++)
        rp_buf_printf(&c->stages, " %u %lld", term[i].row, (long long)term[i].multiplier);
    rp_buf_putc(&c->stages, '\n');
    rp_arena_done(&scratch);
}

static void write_tree(struct rp_certificate *c, const struct rp_proof *proof)
{
    for (uint32_t i = 0; i < proof->n; i++) {
        const struct rp_proof_item *item = &proof->item[i];
        switch (item->type) {
        case RP_PROOF_CLAIM:
            write_claim(c, proof, &proof->claim[item->at]);
            break;
        case RP_PROOF_FIX:
            rp_buf_printf(&c->stages, "f %u %d\n", item->at, item->value);
            break;
        case RP_PROOF_BRANCH:
            rp_buf_printf(&c->stages, "b %u %d\n", item->at, item->value);
            break;
        case RP_PROOF_END:
            rp_buf_puts(&c->stages, "e\n");
            break;
        }
    }
}

void rp_certificate_stage(struct rp_certificate *c, struct rp_search *s,
                          const struct rp_stage_result *result)
{
    assert(result->objective < RP_OBJECTIVES_CERTIFIED);
    // Where there is nothing to prove, the search may never have looked at the objective.
    int64_t divisor = result->bound > 0 ? s->divisor : 1;
    rp_buf_printf(&c->stages, "stage %s %lld %lld %lld\n", rp_objective_name(result->objective),
                  (long long)result->value, (long long)result->bound, (long long)divisor);
    make_room(c, s->p);
    if (result->bound == 0)
        return;
    if (!result->complete && !s->tree_closed) {
        if (s->nframes > 0)
            s->proof->n = s->root_end;
        rp_proof_claim(s->proof, &s->root);
        rp_proof_end(s->proof);
    }
    struct rp_arena scratch;
    rp_arena_init(&scratch);
    bool *needed = RP_NEWN(&scratch, bool, (size_t)s->p->ineqs.n + 1);
    mark_needed(c, s, needed);
    write_rows(c, s, needed);
    rp_arena_done(&scratch);
    write_tree(c, s->proof);
}

void rp_certificate_stage_row(struct rp_certificate *c, const struct rp_problem *p)
{
    make_room(c, p);
    c->number[p->ineqs.n - 1] = ++c->next;
}

static void write_list(struct rp_buf *out, const char *word, const bool *in, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        count += in[i];
    rp_buf_printf(out, "%s %u", word, count);
    for (uint32_t i = 0; i < n; i++)
        if (in[i])
            rp_buf_printf(out, " %u", i);
    rp_buf_putc(out, '\n');
}

static void write_question(struct rp_buf *out, const struct rp_problem *p)
{
    for (uint32_t i = 0; i < p->nquestion_limits; i++)
        rp_buf_printf(out, "limit %s %lld\n", rp_objective_name(p->limit[i].objective),
                      (long long)p->limit[i].value);
    for (uint32_t i = 0; i < p->nexcluded; i++) {
        rp_buf_printf(out, "exclude %u", p->excluded[i].n);
        for (uint32_t k = 0; k < p->excluded[i].n; k++)
            rp_buf_printf(out, " %u", p->excluded[i].control[k]);
        rp_buf_putc(out, '\n');
    }
}

struct rp_str rp_certificate_text(struct rp_certificate *c, struct rp_arena *a,
                                  const struct rp_problem *p, const char *result,
                                  const bool *chosen, const bool *given_up)
{
    const struct rp_graph *g = p->graph;
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_buf_printf(&out, "rempart-certificate 1\ngraph %u %u %u %u %u\n", g->nfacts, g->nsteps,
                  g->nkinds, g->ncontrols, g->ngoals);
    write_list(&out, "force", p->forced, p->ncontrols);
    write_list(&out, "forbid", p->forbidden, p->ncontrols);
    write_question(&out, p);
    rp_buf_printf(&out, "result %s\n", result);
    if (chosen) {
        write_list(&out, "set", chosen, p->ncontrols);
        write_list(&out, "open", given_up, p->ngoals);
    }
    rp_buf_put(&out, rp_buf_str(&c->stages));
    rp_buf_puts(&out, "end\n");
    struct rp_str text = out.full || c->stages.full ? RP_STR("") : rp_str_copy(a, rp_buf_str(&out));
    rp_buf_done(&out);
    return text;
}
