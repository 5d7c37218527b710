// SPDX-License-Identifier: Apache-2.0
/*
 * Answers for people: fixed texts in both languages, and columns that line up.
 */
#include "cli/say.h"

#include <assert.h>

const char *rp_say(const struct rp_cli *cli, enum rp_say text)
{
    static const char *const texts[RP_SAY_COUNT][RP_LANGS] = {
#define SAY(name, en, fr) [RP_SAY_##name] = {en, fr},
#include "cli/texts.def"
#undef SAY
    };
    assert(text < RP_SAY_COUNT);
    return texts[text][cli->lang];
}

const char *rp_say_colon(const struct rp_cli *cli)
{
    return cli->lang == RP_FR ? "\xC2\xA0:" : ":";
}

void rp_table_init(struct rp_table *t, struct rp_arena *a, uint32_t columns)
{
    *t = (struct rp_table){.arena = a, .columns = columns};
}

void rp_table_cell(struct rp_table *t, struct rp_str text, const char *colour)
{
    t->cell = rp_arena_grow(t->arena, t->cell, t->n, &t->cap, sizeof(*t->cell));
    t->colour = rp_arena_grow(t->arena, t->colour, t->n, &t->colours_cap, sizeof(*t->colour));
    t->cell[t->n] = text;
    t->colour[t->n++] = colour;
}

uint32_t rp_say_width(struct rp_str text)
{
    uint32_t n = 0;
    for (size_t i = 0, size; i < text.n; i += size) {
        uint32_t c = rp_str_decode(text, i, &size);
        n += c < 0x300 || c > 0x36F;
    }
    return n;
}

// One cell, painted, and the blanks after it unless it is the last of its row.
static void put_cell(const struct rp_table *t, uint32_t i, uint32_t width, bool colour,
                     struct rp_buf *out)
{
    bool painted = colour && t->colour[i];
    if (painted)
        rp_buf_puts(out, t->colour[i]);
    rp_buf_put(out, t->cell[i]);
    if (painted)
        rp_buf_puts(out, "\033[0m");
    if ((i + 1) % t->columns == 0)
        return;
    for (uint32_t k = rp_say_width(t->cell[i]); k < width + 2; k++)
        rp_buf_putc(out, ' ');
}

void rp_table_put(const struct rp_table *t, const char *indent, bool colour, struct rp_buf *out)
{
    assert(t->n % t->columns == 0);
    uint32_t *width = RP_NEWN(t->arena, uint32_t, t->columns);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t w = rp_say_width(t->cell[i]);
        if (w > width[i % t->columns])
            width[i % t->columns] = w;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        if (i % t->columns == 0)
            rp_buf_puts(out, indent);
        put_cell(t, i, width[i % t->columns], colour, out);
        if ((i + 1) % t->columns)
            continue;
        // No blanks at the end of a line.
        while (out->n && out->p[out->n - 1] == ' ')
            out->n--;
        rp_buf_putc(out, '\n');
    }
}

static void wrap_paragraph(struct rp_str text, uint32_t width, struct rp_buf *out)
{
    uint32_t column = 0;
    for (size_t i = 0; i < text.n;) {
        const char *blank = memchr(text.p + i, ' ', text.n - i);
        struct rp_str word = {text.p + i, blank ? (size_t)(blank - text.p) - i : text.n - i};
        uint32_t w = rp_say_width(word);
        if (column && column + 1 + w > width) {
            rp_buf_putc(out, '\n');
            column = 0;
        } else if (column) {
            rp_buf_putc(out, ' ');
            column++;
        }
        rp_buf_put(out, word);
        column += w;
        i += word.n + 1;
    }
    rp_buf_putc(out, '\n');
}

void rp_say_wrap(struct rp_str text, uint32_t width, struct rp_buf *out)
{
    size_t from = 0;
    for (size_t i = 0; i + 1 < text.n; i++) {
        if (text.p[i] != '\n' || text.p[i + 1] != '\n')
            continue;
        wrap_paragraph((struct rp_str){text.p + from, i - from}, width, out);
        rp_buf_putc(out, '\n');
        from = i + 2;
    }
    wrap_paragraph((struct rp_str){text.p + from, text.n - from}, width, out);
}

struct rp_str rp_say_level(const struct rp_cli *cli, const struct rp_policy *policy, unsigned level)
{
    assert(level <= 4);
    if (level == 0)
        return rp_str_of(rp_say(cli, RP_SAY_OUT_OF_REACH));
    if (!policy)
        return rp_str_printf(cli->arena, "V%u", level);
    return rp_str_printf(cli->arena, "V%u %.*s", level,
                         RP_FMT(policy->level_name[level].in[cli->lang]));
}

void rp_say_path(struct rp_cli *cli, const struct rp_graph *g, const struct rp_path *path,
                 struct rp_buf *out)
{
    const struct rp_graph_origin *o = &g->origin;
    struct rp_table t;
    rp_table_init(&t, cli->arena, 5);
    for (uint32_t i = 0, number = 0; i < path->nsteps; i++) {
        uint32_t step = path->step[i], fact = g->head[step];
        if (!rp_path_shows(g, step))
            continue;
        struct rp_str text = o->step_text ? o->step_text[step].in[cli->lang]
                             : g->fact    ? g->fact[fact]
                                          : rp_str_printf(cli->arena, "%u", fact);
        rp_table_cell(&t, rp_str_printf(cli->arena, "%2u. %.*s", ++number, RP_FMT(text)), NULL);
        rp_table_cell(&t, o->fact_thing ? o->fact_thing[fact] : RP_STR(""), NULL);
        rp_table_cell(&t, o->fact_model ? rp_loc_name(cli->arena, o->fact_model[fact]) : RP_STR(""),
                      "\033[2m");
        rp_table_cell(&t, o->step_id ? o->step_id[step] : RP_STR(""), "\033[2m");
        rp_table_cell(&t, rp_str_printf(cli->arena, "V%u", g->level[step]), NULL);
    }
    rp_table_put(&t, "  ", cli->colour_out, out);
}

struct rp_str rp_say_control(const struct rp_cli *cli, const struct rp_attack *attack,
                             const struct rp_graph *g, uint32_t control)
{
    if (!attack)
        return g->control[control].name;
    const struct rp_model *m = attack->model;
    uint32_t decision = attack->control_decision[control];
    struct rp_str id = decision ? m->control[decision].item.id : RP_STR("");
    struct rp_ref place = attack->control_place[control];
    struct rp_text name = attack->catalogue->control[attack->control_kind[control]].name;
    return rp_str_printf(cli->arena, "%.*s%s%.*s [%.*s]", RP_FMT(id), id.n ? " " : "",
                         RP_FMT(name.in[cli->lang]),
                         RP_FMT(rp_model_item(m, place.class, place.i)->id));
}

// The source of risk that a path starts from, 0 when none is known.
static uint32_t source_of(const struct rp_attack *attack, const struct rp_path *path)
{
    const struct rp_graph *g = attack->graph;
    for (uint32_t i = 0; i < g->nentries && path->entry != RP_GRAPH_NONE; i++)
        if (g->entry[i] == path->entry && g->entry_source[i] < attack->model->nsources)
            return g->entry_source[i];
    return 0;
}

struct rp_str rp_say_source_name(const struct rp_cli *cli, const struct rp_attack *attack,
                                 const struct rp_path *path)
{
    uint32_t source = source_of(attack, path);
    return source ? attack->model->source[source].item.name.in[cli->lang] : RP_STR("?");
}

struct rp_str rp_say_source_id(const struct rp_attack *attack, const struct rp_path *path)
{
    uint32_t source = source_of(attack, path);
    return source ? attack->model->source[source].item.id : RP_STR("");
}
