// SPDX-License-Identifier: Apache-2.0
/*
 * Attack graphs as files: which form it is, checks of the whole, and writing.
 */
#include "attack/graph_text.h"
#include "base/json.h"
#include "base/names.h"

#include <inttypes.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool rp_graph_is_json(struct rp_str text)
{
    size_t i = 0;
    while (i < text.n && is_blank(text.p[i]))
        i++;
    return i < text.n && text.p[i] == '{';
}

const struct rp_graph *rp_graph_read(struct rp_arena *a, const struct rp_source *src,
                                     struct rp_diags *d)
{
    bool is_json = rp_graph_is_json(src->text);
    const struct rp_graph *g = (is_json ? rp_graph_read_json : rp_graph_read_text)(a, src, d);
    if (g && g->ngoals == 0)
        rp_report(d, RP_MSG_GRAPH_NO_GOAL, (struct rp_loc){src, 0, 0}, "%s", "");
    return g;
}

static bool is_good(uint32_t c, size_t size)
{
    bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                c == 0x200F || c == 0x061C;
    bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xFFFE && c <= 0xFFFF);
    return !bidi && !control && c != 0xFEFF && !(c == 0xFFFD && size == 1);
}

bool rp_graph_name_is_good(struct rp_str name)
{
    for (size_t i = 0, size; i < name.n; i += size) {
        uint32_t c = rp_str_decode(name, i, &size);
        if (!is_good(c, size))
            return false;
    }
    return name.n == 0 || (name.p[0] != ' ' && name.p[name.n - 1] != ' ');
}

struct doubles {
    struct rp_names names;
    struct rp_loc at;
    struct rp_diags *d;
};

// Names are optional, but those that are given must tell things apart.
static void check_name(struct doubles *u, struct rp_str name)
{
    if (name.n == 0)
        return;
    if (rp_names_find(&u->names, name)) {
        struct rp_loc at = u->at;
        if (name.p >= at.src->text.p && name.p < at.src->text.p + at.src->text.n)
            at = (struct rp_loc){at.src, (uint32_t)(name.p - at.src->text.p), (uint32_t)name.n};
        rp_report(u->d, RP_MSG_GRAPH_NAME_TWICE, at, "%.*s", RP_FMT(name));
    }
    rp_names_intern(&u->names, name);
}

void rp_graph_check_names(struct rp_arena *a, const struct rp_graph *g, struct rp_loc at,
                          struct rp_diags *d)
{
    struct doubles u = {.at = at, .d = d};
    rp_names_init(&u.names, a);
    for (uint32_t i = 0; i < g->nkinds; i++)
        check_name(&u, g->kind[i].name);
    rp_names_init(&u.names, a);
    for (uint32_t i = 0; i < g->ncontrols; i++)
        check_name(&u, g->control[i].name);
    rp_names_init(&u.names, a);
    for (uint32_t i = 0; i < g->ngoals; i++)
        check_name(&u, g->goal[i].name);
}

// A name as the rest of a line: control bytes, which a name from elsewhere may have, become blanks.
static void put_name(struct rp_buf *out, struct rp_str name)
{
    if (name.n)
        rp_buf_putc(out, ' ');
    for (size_t i = 0; i < name.n; i++)
        rp_buf_putc(out, (char)((unsigned char)name.p[i] < 0x20 ? ' ' : name.p[i]));
    rp_buf_putc(out, '\n');
}

// printf is too slow for millions of numbers.
static void put_number(struct rp_buf *out, const char *before, uint64_t value)
{
    char digits[24];
    size_t i = sizeof(digits);
    do {
        digits[--i] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    rp_buf_puts(out, before);
    rp_buf_put(out, (struct rp_str){digits + i, sizeof(digits) - i});
}

static void put_cost(struct rp_buf *out, const struct rp_cost *cost)
{
    put_number(out, " ", cost->plain);
    put_number(out, " ", cost->malfunction);
    put_number(out, " ", cost->effort);
}

static void text_steps(const struct rp_graph *g, struct rp_buf *out)
{
    for (uint32_t r = 0; r < g->nsteps; r++) {
        put_number(out, "step ", g->level[r]);
        put_number(out, " ", g->head[r]);
        for (uint32_t i = g->body.first[r]; i < g->body.first[r + 1]; i++)
            put_number(out, " ", g->body.item[i]);
        for (uint32_t i = g->blockers.first[r]; i < g->blockers.first[r + 1]; i++) {
            put_number(out, " !", g->blockers.item[i]);
            if (g->effect[i])
                put_number(out, "/", g->effect[i]);
        }
        for (uint32_t i = g->adds.first[r]; i < g->adds.first[r + 1]; i++)
            put_number(out, " +", g->adds.item[i]);
        rp_buf_putc(out, '\n');
    }
}

static void text_rest(const struct rp_graph *g, struct rp_buf *out)
{
    for (uint32_t i = 0; i < g->nentries; i++) {
        put_number(out, "entry ", g->entry[i]);
        if (g->entry_source[i] != RP_GRAPH_NONE)
            put_number(out, " ", g->entry_source[i]);
        rp_buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < g->ngoals; i++) {
        put_number(out, "goal ", g->goal[i].fact);
        put_number(out, " ", g->goal[i].acceptable);
        put_number(out, " ", g->goal[i].severity);
        put_name(out, g->goal[i].name);
    }
    for (uint32_t i = 0; i < g->nconstraints; i++) {
        const struct rp_graph_constraint *c = &g->constraint[i];
        rp_buf_put(out, rp_graph_constraint_word[c->type]);
        put_number(out, " ", c->control);
        for (uint32_t k = c->any_first; k < c->any_first + c->n; k++)
            put_number(out, " ", g->constraint_item[k]);
        rp_buf_putc(out, '\n');
    }
}

void rp_graph_write_text(const struct rp_graph *g, struct rp_buf *out)
{
    rp_buf_puts(out, "rempart-graph 1\n");
    put_number(out, "facts ", g->nfacts);
    rp_buf_putc(out, '\n');
    for (uint32_t i = 0; g->fact && i < g->nfacts; i++) {
        if (g->fact[i].n == 0)
            continue;
        put_number(out, "fact ", i);
        put_name(out, g->fact[i]);
    }
    for (uint32_t i = 0; i < g->nkinds; i++) {
        rp_buf_puts(out, "kind");
        put_cost(out, &g->kind[i].cost);
        put_name(out, g->kind[i].name);
    }
    for (uint32_t i = 0; i < g->ncontrols; i++) {
        put_number(out, "control ", g->control[i].kind);
        rp_buf_putc(out, ' ');
        rp_buf_put(out, rp_graph_state_word[g->control[i].state]);
        put_cost(out, &g->control[i].cost);
        put_name(out, g->control[i].name);
    }
    text_steps(g, out);
    text_rest(g, out);
    rp_buf_puts(out, "end\n");
}
