// SPDX-License-Identifier: Apache-2.0
/*
 * Names in the model and in MAL, and the texts of MAL elements.
 */
#include "catalogue/catalogue.h"

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

struct rp_str rp_catalogue_camel(struct rp_arena *a, struct rp_str kebab, bool first_upper)
{
    char *p = RP_NEWN(a, char, kebab.n + 1);
    size_t n = 0;
    bool upper = first_upper;
    for (size_t i = 0; i < kebab.n; i++) {
        char c = kebab.p[i];
        if (c == '-') {
            upper = true;
            continue;
        }
        p[n++] = (char)(upper && is_lower(c) ? c - 'a' + 'A' : c);
        upper = false;
    }
    return (struct rp_str){p, n};
}

struct rp_str rp_catalogue_kebab(struct rp_arena *a, struct rp_str camel)
{
    char *p = RP_NEWN(a, char, 2 * camel.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < camel.n; i++) {
        char c = camel.p[i];
        if (is_upper(c) && i)
            p[n++] = '-';
        p[n++] = (char)(is_upper(c) ? c - 'A' + 'a' : c);
    }
    return (struct rp_str){p, n};
}

uint32_t rp_catalogue_control(const struct rp_catalogue *c, struct rp_str name)
{
    for (uint32_t i = 1; i < c->ncontrols; i++)
        if (rp_str_eq(c->control[i].id, name) || rp_str_eq(c->control[i].defense, name))
            return i;
    return 0;
}

// Both languages filled: by the other one, or by the name.
static struct rp_text text_of(const struct rp_mal_meta *meta, uint32_t n, struct rp_str name)
{
    struct rp_text text = {{[RP_EN] = rp_mal_meta_find(meta, n, RP_STR("en")),
                            [RP_FR] = rp_mal_meta_find(meta, n, RP_STR("fr"))}};
    for (int lang = 0; lang < RP_LANGS; lang++)
        if (text.in[lang].n == 0)
            text.in[lang] = text.in[!lang].n ? text.in[!lang] : name;
    return text;
}

struct rp_text rp_catalogue_step_text(const struct rp_catalogue *c, uint32_t step)
{
    const struct rp_mal_step *s = &c->mal->step[step];
    return text_of(s->meta, s->nmeta, s->name);
}

struct rp_text rp_catalogue_asset_text(const struct rp_catalogue *c, uint32_t asset)
{
    const struct rp_mal_asset *s = &c->mal->asset[asset];
    return text_of(s->meta, s->nmeta, s->name);
}

struct rp_str rp_catalogue_step_id(const struct rp_catalogue *c, uint32_t step)
{
    const struct rp_mal_step *s = &c->mal->step[step];
    return rp_mal_meta_find(s->meta, s->nmeta, RP_STR("id"));
}
