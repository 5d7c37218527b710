// SPDX-License-Identifier: Apache-2.0
/*
 * Memory, failure, words and numbers; and the text form of an attack graph: rempart-graph(5).
 */
#include "verify.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 30, MOST_FACTS = 200000000, MOST_COST = 1000000000 };

void vf_refuse(struct vf *v, const char *format, ...)
{
    int n = snprintf(v->message, 128, "%.100s:%lld: ", v->at->name, (long long)v->at->line);
    va_list ap;
    va_start(ap, format);
    vsnprintf(v->message + n, 128, format, ap);
    va_end(ap);
    longjmp(v->failed, 1);
}

void *vf_memory(struct vf *v, void *old, int64_t n, size_t size)
{
    int32_t i = 0;
    while (i < v->nblocks && v->block[i] != old)
        i++;
    VF_NEED(v, i < MOST_BLOCKS, "too much memory");
    void *array = old ? realloc(old, (size_t)(n + 1) * size) : calloc((size_t)(n + 1), size);
    VF_NEED(v, array, "out of memory");
    v->nblocks += i == v->nblocks;
    return v->block[i] = array;
}

void *vf_more(struct vf *v, void *array, int32_t n, size_t size)
{
    return n & (n - 1) ? array : vf_memory(v, array, 2 * (int64_t)n, size); // full at powers of 2
}

static int peek_more(struct vf *v)
{
    struct text *t = v->at;
    size_t n = t->file ? fread(t->buffer, 1, sizeof(t->buffer), t->file) : 0;
    VF_NEED(v, !t->file || !ferror(t->file), "cannot be read: %s", strerror(errno));
    t->bytes += (int64_t)n;
    VF_NEED(v, t->bytes <= MOST_BYTES, "a file is too large");
    t->p = t->buffer;
    t->end = t->p + n;
    return n > 0 ? (unsigned char)*t->p : EOF;
}

// The next character; EOF after the last.
static inline int peek(struct vf *v)
{
    return v->at->p < v->at->end ? (unsigned char)*v->at->p : peek_more(v);
}

// The next character that is no blank.
static int peek_field(struct vf *v)
{
    int c = peek(v);
    for (; c == ' ' || c == '\t' || c == '\r'; c = peek(v))
        v->at->p++;
    return c;
}

static bool is_end(struct vf *v)
{
    return peek_field(v) == '\n' || peek(v) == EOF;
}

static void skip_rest(struct vf *v)
{
    for (int c = peek(v); c != '\n' && c != EOF; c = peek(v))
        v->at->p++;
}

void vf_word(struct vf *v)
{
    struct text *t = v->at;
    size_t n = 0;
    for (int c = peek_field(v); c > ' '; t->p++, c = peek(v))
        if (n < sizeof(t->word) - 1)
            t->word[n++] = (char)c;
    t->word[n] = '\0';
}

bool vf_line(struct vf *v)
{
    struct text *t = v->at;
    do {
        VF_NEED(v, t->line == 0 || is_end(v), "something follows the last field");
        if (t->line++ > 0 && peek(v) != EOF)
            t->p++;
        if (peek_field(v) == '#')
            skip_rest(v);
        vf_word(v);
    } while (!*t->word && peek(v) != EOF);
    return *t->word;
}

void vf_head(struct vf *v, const char *word)
{
    VF_NEED(v, vf_line(v) && vf_is(v, word) && vf_number(v, INT32_MAX) == 1 && is_end(v),
            "it must begin with '%s 1'", word);
}

bool vf_is(const struct vf *v, const char *word)
{
    return strcmp(v->at->word, word) == 0;
}

bool vf_try(struct vf *v, const char *word, void (*read)(struct vf *))
{
    bool is = vf_is(v, word);
    if (is)
        read(v);
    return is;
}

int64_t vf_number(struct vf *v, int64_t most)
{
    int64_t value = 0;
    int c = peek_field(v);
    VF_NEED(v, c >= '0' && c <= '9', "a number is missing");
    for (; c >= '0' && c <= '9' && value <= most; v->at->p++, c = peek(v))
        value = value * 10 + c - '0';
    VF_NEED(v, value <= most, "a number is more than %lld", (long long)most);
    return value;
}

int32_t vf_index(struct vf *v, int32_t n)
{
    return (int32_t)vf_number(v, n - 1);
}

static void read_facts(struct vf *v)
{
    VF_NEED(v, v->nfacts == 0, "a second number of facts");
    v->nfacts = vf_index(v, MOST_FACTS + 1);
}

// A control, a kind or a goal: each is a variable.
static void read_variable(struct vf *v)
{
    int sort = vf_is(v, "control") ? CONTROL : vf_is(v, "kind") ? KIND : GOAL;
    struct variable j = {.kind = 0};
    if (sort == CONTROL) {
        j.kind = vf_index(v, v->n[KIND]);
        vf_word(v);
        j.refused = vf_is(v, "refused");
        VF_NEED(v, j.refused || vf_is(v, "free") || vf_is(v, "existing") || vf_is(v, "planned"),
                "unknown state of a control");
    }
    if (sort == GOAL) {
        j.fact = vf_index(v, v->nfacts);
        j.acceptable = vf_index(v, LEVELS + 1);
        j.coefficient[SEVERITY] = vf_number(v, 5);
        VF_NEED(v, j.coefficient[SEVERITY] > 0, "a severity is 1 to 5");
    }
    j.coefficient[sort == CONTROL ? PLACES : sort == KIND ? KINDS : j.coefficient[SEVERITY]] = 1;
    for (int32_t i = 0; i < COSTS && sort != GOAL; i++)
        j.coefficient[FIRST_COST + i] = vf_number(v, MOST_COST);
    v->list[sort] = vf_more(v, v->list[sort], v->n[sort], sizeof(j));
    v->list[sort][v->n[sort]++] = j;
}

static void read_step(struct vf *v)
{
    struct step s = {.level = vf_index(v, LEVELS + 1), .first = v->nitems};
    VF_NEED(v, s.level > 0, "a level is 1 to 4");
    s.head = vf_index(v, v->nfacts);
    for (int c = peek_field(v); c != '\n' && c != EOF; c = peek_field(v)) {
        struct item item = {c == '!' ? 0 : c == '+' ? ADDS : BODY, 0};
        v->at->p += item.role != BODY;
        item.number = vf_index(v, item.role == BODY ? v->nfacts : v->n[CONTROL]);
        if (item.role == 0 && peek(v) == '/') {
            v->at->p++;
            item.role = vf_index(v, LEVELS);
        }
        v->item = vf_more(v, v->item, v->nitems, sizeof(*v->item));
        v->item[v->nitems++] = item;
    }
    s.end = v->nitems;
    v->step = vf_more(v, v->step, v->nsteps, sizeof(*v->step));
    v->step[v->nsteps++] = s;
}

static void read_entry(struct vf *v)
{
    v->entry = vf_more(v, v->entry, v->nentries, sizeof(*v->entry));
    v->entry[v->nentries++] = vf_index(v, v->nfacts);
}

// A constraint makes its rows at once: they are the first, in the order of the graph.
static void read_constraint(struct vf *v)
{
    bool excludes = vf_is(v, "excludes");
    int32_t control = vf_index(v, v->n[CONTROL]);
    do {
        vf_term(v, vf_index(v, v->n[CONTROL]), excludes ? -1 : 1);
        if (excludes || is_end(v)) {
            vf_term(v, control, -1);
            vf_row(v, excludes ? -1 : 0);
        }
    } while (!is_end(v));
}

// Steps by the facts that they need: counts, then ends, then, filled from behind, beginnings.
static void list_uses(struct vf *v)
{
    v->fact = vf_memory(v, NULL, v->nfacts, sizeof(*v->fact));
    v->use = vf_memory(v, NULL, v->nitems, sizeof(*v->use));
    for (int32_t i = 0; i < v->nitems; i++)
        if (v->item[i].role == BODY)
            v->fact[v->item[i].number].first_use++;
    for (int32_t f = 0; f < v->nfacts; f++)
        v->fact[f + 1].first_use += v->fact[f].first_use;
    for (int32_t s = 0; s < v->nsteps; s++)
        for (int32_t i = v->step[s].first; i < v->step[s].end; i++)
            if (v->item[i].role == BODY)
                v->use[--v->fact[v->item[i].number].first_use] = s;
}

void vf_read_graph(struct vf *v)
{
    vf_head(v, "rempart-graph");
    v->item = vf_more(v, NULL, 0, sizeof(*v->item)); // there even when no step has any
    // Passed over are names and sources: no proof asks for them.
    for (; vf_line(v) && !vf_is(v, "end"); skip_rest(v))
        VF_NEED(v,
                vf_try(v, "step", read_step) || vf_try(v, "fact", skip_rest) ||
                    vf_try(v, "control", read_variable) || vf_try(v, "kind", read_variable) ||
                    vf_try(v, "goal", read_variable) || vf_try(v, "entry", read_entry) ||
                    vf_try(v, "needs", read_constraint) || vf_try(v, "answers", read_constraint) ||
                    vf_try(v, "excludes", read_constraint) || vf_try(v, "facts", read_facts),
                "unknown record");
    VF_NEED(v, vf_is(v, "end"), "line 'end' is missing");
    VF_NEED(v, !vf_line(v), "something follows the end");
    VF_NEED(v, v->nfacts <= 100000 || v->nfacts / 64 <= v->at->bytes,
            "more facts than a file of this size may have");
    list_uses(v);
}

bool vf_verify(struct vf *v, struct text *graph, struct text *certificate)
{
    memset(v, 0, sizeof(*v));
    v->at = graph;
    graph->bytes = graph->end - graph->p;
    if (setjmp(v->failed) == 0) {
        vf_read_graph(v);
        v->at = certificate;
        vf_read_certificate(v);
        v->accepted = true;
    }
    while (v->nblocks > 0)
        free(v->block[--v->nblocks]);
    return v->accepted;
}
