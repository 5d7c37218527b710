// SPDX-License-Identifier: Apache-2.0
/*
 * Memory, failure, words and numbers; and the text form of an attack graph: rempart-graph(5).
 */
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *next;
    max_align_t data[];
};

void vf_fail(struct vf *v, const char *format, ...)
{
    size_t size = sizeof(v->answer->message), n = 0;
    if (v->at)
        n = (size_t)snprintf(v->answer->message, size, "%.100s:%zu: ", v->at->name, v->at->line);
    va_list ap;
    va_start(ap, format);
    vsnprintf(v->answer->message + n, size - n, format, ap);
    va_end(ap);
    longjmp(v->failed, 1);
}

void *vf_new(struct vf *v, size_t n, size_t size)
{
    bool fits = n < (SIZE_MAX - sizeof(struct block)) / size - 1;
    struct block *b = fits ? calloc(1, sizeof(*b) + (n + 1) * size) : NULL;
    if (!b)
        vf_fail(v, "out of memory");
    b->next = v->blocks;
    v->blocks = b;
    return b->data;
}

void vf_put(struct vf *v, struct list *l, int64_t value)
{
    if (l->n == l->cap) {
        int64_t *larger = vf_new(v, 2 * l->cap + 64, sizeof(*larger));
        if (l->n)
            memcpy(larger, l->p, l->n * sizeof(*larger));
        l->p = larger;
        l->cap = 2 * l->cap + 64;
    }
    l->p[l->n++] = value;
}

void vf_open(struct vf *v, struct rows *r)
{
    vf_put(v, &r->first, (int64_t)r->item.n);
}

// Where the next field begins: after one space in a certificate, after any blanks in a graph.
static const char *next_field(const struct text *t)
{
    const char *p = t->p;
    if (t->exact)
        return p + (p > t->begin && p[-1] != '\n' && p < t->end && *p == ' ');
    while (p < t->end && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p;
}

static bool is_end(struct vf *v)
{
    v->at->p = next_field(v->at);
    return v->at->p == v->at->end || *v->at->p == '\n';
}

bool vf_line(struct vf *v)
{
    struct text *t = v->at;
    if (t->line && t->exact && (t->p == t->end || *t->p != '\n'))
        vf_fail(v, "something follows the last field, or the line has no end");
    while (t->line && t->p < t->end && *t->p != '\n')
        t->p++;
    t->p += t->line++ && t->p < t->end;
    return t->p < t->end;
}

bool vf_word(struct vf *v, const char *word)
{
    size_t n = strlen(word);
    const char *p = next_field(v->at), *end = v->at->end;
    if ((size_t)(end - p) < n || memcmp(p, word, n) != 0)
        return false;
    p += n;
    if (p < end && !memchr(" \n\t\r", *p, v->at->exact ? 2 : 4))
        return false;
    v->at->p = p;
    return true;
}

uint64_t vf_number(struct vf *v, uint64_t max)
{
    const char *p = next_field(v->at), *first = p, *end = v->at->end;
    uint64_t value = 0;
    for (; p < end && *p >= '0' && *p <= '9' && value <= max; p++)
        value = value * 10 + (uint64_t)(*p - '0');
    v->at->p = p;
    if (p == first)
        vf_fail(v, "a number is missing");
    if (v->at->exact && *first == '0' && p > first + 1)
        vf_fail(v, "a number begins with 0");
    if (value > max)
        vf_fail(v, "a number is more than %llu", (unsigned long long)max);
    return value;
}

int64_t vf_below(struct vf *v, int64_t n)
{
    if (n == 0)
        vf_fail(v, "a number of something that there is none of");
    return (int64_t)vf_number(v, (uint64_t)n - 1);
}

static void read_step(struct vf *v)
{
    struct graph *g = &v->g;
    vf_put(v, &g->level, (int64_t)vf_number(v, LEVELS));
    vf_put(v, &g->head, vf_below(v, g->nfacts));
    if (g->level.p[g->nsteps++] == 0)
        vf_fail(v, "a level is 1 to 4");
    while (!is_end(v)) {
        char sign = *v->at->p;
        v->at->p += sign == '!' || sign == '+';
        if (sign == '!') {
            vf_put(v, &g->blockers.item, vf_below(v, g->ncontrols));
            bool given = v->at->p < v->at->end && *v->at->p == '/';
            v->at->p += given;
            vf_put(v, &g->effect, given ? (int64_t)vf_number(v, LEVELS - 1) : 0);
        } else if (sign == '+') {
            vf_put(v, &g->adds.item, vf_below(v, g->ncontrols));
        } else {
            vf_put(v, &g->body.item, vf_below(v, g->nfacts));
        }
    }
    vf_open(v, &g->body);
    vf_open(v, &g->blockers);
    vf_open(v, &g->adds);
}

static void read_costs(struct vf *v, struct list *cost)
{
    for (unsigned i = 0; i < COSTS; i++)
        vf_put(v, cost, (int64_t)vf_number(v, 1000000000));
}

static void read_control(struct vf *v)
{
    vf_put(v, &v->g.kind, vf_below(v, v->g.nkinds));
    bool refused = vf_word(v, "refused");
    if (!refused && !vf_word(v, "free") && !vf_word(v, "existing") && !vf_word(v, "planned"))
        vf_fail(v, "unknown state of a control");
    vf_put(v, &v->g.refused, refused);
    read_costs(v, &v->g.cost);
    v->g.ncontrols++;
}

static void read_goal(struct vf *v)
{
    struct graph *g = &v->g;
    vf_put(v, &g->goal_fact, vf_below(v, g->nfacts));
    vf_put(v, &g->acceptable, (int64_t)vf_number(v, LEVELS));
    vf_put(v, &g->severity, (int64_t)vf_number(v, 5));
    if (g->severity.p[g->ngoals++] == 0)
        vf_fail(v, "a severity is 1 to 5");
}

static void read_constraint(struct vf *v, bool excludes)
{
    vf_put(v, &v->g.excludes, excludes);
    do
        vf_put(v, &v->g.constraint.item, vf_below(v, v->g.ncontrols));
    while (!is_end(v));
    vf_open(v, &v->g.constraint);
}

// So that a small file cannot ask for much memory.
static uint64_t most_facts(const struct text *t)
{
    uint64_t most = 64 * (uint64_t)(t->end - t->begin) + 63;
    return most > 200000000 ? 200000000 : most < 100000 ? 100000 : most;
}

static void read_record(struct vf *v)
{
    struct graph *g = &v->g;
    if (is_end(v) || *v->at->p == '#' || vf_word(v, "fact"))
        return;
    if (vf_word(v, "step"))
        read_step(v);
    else if (vf_word(v, "control"))
        read_control(v);
    else if (vf_word(v, "kind"))
        read_costs(v, &g->kind_cost), g->nkinds++;
    else if (vf_word(v, "goal"))
        read_goal(v);
    else if (vf_word(v, "needs") || vf_word(v, "answers"))
        read_constraint(v, false);
    else if (vf_word(v, "excludes"))
        read_constraint(v, true);
    else if (vf_word(v, "entry"))
        vf_put(v, &g->entry, vf_below(v, g->nfacts));
    else if (g->nfacts == 0 && vf_word(v, "facts"))
        g->nfacts = (int64_t)vf_number(v, most_facts(v->at));
    else
        vf_fail(v, "unknown record");
}

void vf_read_graph(struct vf *v)
{
    struct graph *g = &v->g;
    struct rows *rows[] = {&g->body, &g->blockers, &g->adds, &g->constraint};
    for (unsigned i = 0; i < 4; i++)
        vf_open(v, rows[i]);
    if (!vf_line(v) || !vf_word(v, "rempart-graph") || vf_number(v, 1) != 1)
        vf_fail(v, "not a graph: it must begin with 'rempart-graph 1'");
    while (vf_line(v))
        read_record(v);
    // Steps by the facts that they need: count, sum up, fill.
    int64_t *first = vf_new(v, (size_t)g->nfacts + 2, sizeof(*first));
    int64_t *item = vf_new(v, g->body.item.n, sizeof(*item));
    for (size_t i = 0; i < g->body.item.n; i++)
        first[g->body.item.p[i] + 2]++;
    for (int64_t f = 0; f < g->nfacts; f++)
        first[f + 2] += first[f + 1];
    for (int64_t s = 0; s < g->nsteps; s++)
        for (int64_t i = g->body.first.p[s]; i < g->body.first.p[s + 1]; i++)
            item[first[g->body.item.p[i] + 1]++] = s;
    g->uses.first.p = first;
    g->uses.item.p = item;
}

void vf_verify(struct text *graph, struct text *certificate, struct answer *ret_answer)
{
    struct vf v;
    memset(&v, 0, sizeof(v));
    v.answer = ret_answer;
    v.at = graph;
    graph->begin = graph->p;
    certificate->begin = certificate->p;
    ret_answer->accepted = false;
    if (setjmp(v.failed) == 0) {
        vf_read_graph(&v);
        snprintf(ret_answer->message, sizeof(ret_answer->message), "VERIFIED: %s",
                 vf_check(&v, certificate));
        ret_answer->accepted = true;
    }
    for (struct block *next; v.blocks; v.blocks = next) {
        next = v.blocks->next;
        free(v.blocks);
    }
}
