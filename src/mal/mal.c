// SPDX-License-Identifier: Apache-2.0
/*
 * MAL: text -> one checked and resolved language.
 */
#include "mal/check.h"

#include "base/file.h"

#include <assert.h>

uint32_t rp_mal_asset_find(const struct rp_mal *m, struct rp_str name)
{
    return m->asset_of_name[rp_names_find(m->names, name)];
}

bool rp_mal_asset_is(const struct rp_mal *m, uint32_t asset, uint32_t ancestor)
{
    assert(asset < m->nassets && ancestor < m->nassets);
    return asset && ancestor && rp_mal_descends(m->asset, asset, ancestor);
}

uint32_t rp_mal_step_by_number(const struct rp_mal *m, uint32_t asset, uint32_t name)
{
    assert(asset < m->nassets);
    return rp_mal_member_find(m->asset[asset].step_by_name, m->asset[asset].nsteps, name);
}

uint32_t rp_mal_step_find(const struct rp_mal *m, uint32_t asset, struct rp_str name)
{
    return rp_mal_step_by_number(m, asset, rp_names_find(m->names, name));
}

uint32_t rp_mal_field_find(const struct rp_mal *m, uint32_t asset, struct rp_str name)
{
    assert(asset < m->nassets);
    return rp_mal_member_find(m->asset[asset].field_by_name, m->asset[asset].nfields,
                              rp_names_find(m->names, name));
}

bool rp_mal_step_has_tag(const struct rp_mal_step *s, struct rp_str tag)
{
    for (uint32_t i = 0; i < s->ntags; i++)
        if (rp_str_eq(s->tag[i], tag))
            return true;
    return false;
}

struct rp_str rp_mal_meta_find(const struct rp_mal_meta *meta, uint32_t n, struct rp_str key)
{
    for (uint32_t i = 0; i < n; i++)
        if (rp_str_eq(meta[i].key, key))
            return meta[i].text;
    return RP_STR("");
}

static void intern_metas(struct rp_names *names, const struct rp_mal_syn_meta *meta)
{
    for (; meta; meta = meta->next)
        rp_names_intern(names, meta->key.text);
}

// All names that are looked up later, so that marks beside them can be plain arrays.
static void intern_all(struct rp_mal_build *b)
{
    for (const struct rp_mal_syn_asset *i = b->syn->asset; i; i = i->next) {
        rp_names_intern(b->names, i->name.text);
        intern_metas(b->names, i->meta);
        for (const struct rp_mal_syn_step *s = i->step; s; s = s->next) {
            rp_names_intern(b->names, s->name.text);
            intern_metas(b->names, s->meta);
        }
        for (const struct rp_mal_syn_variable *v = i->variable; v; v = v->next)
            rp_names_intern(b->names, v->name.text);
    }
    for (const struct rp_mal_syn_association *i = b->syn->association; i; i = i->next) {
        rp_names_intern(b->names, i->left.role.text);
        rp_names_intern(b->names, i->right.role.text);
        intern_metas(b->names, i->meta);
    }
}

static struct rp_mal_stamp new_stamp(struct rp_mal_build *b)
{
    return (struct rp_mal_stamp){RP_NEWN(b->arena, uint32_t, b->names->n),
                                 RP_NEWN(b->arena, uint32_t, b->names->n)};
}

static void init_build(struct rp_mal_build *b, struct rp_arena *a, const struct rp_mal_syntax *syn,
                       struct rp_diags *d)
{
    *b = (struct rp_mal_build){.arena = a, .d = d, .syn = syn};
    b->names = RP_NEW(a, struct rp_names);
    rp_names_init(b->names, a);
    intern_all(b);
    b->nassets = syn->nassets + 1;
    b->nsteps = syn->nsteps + 1;
    b->nvariables = syn->nvariables + 1;
    b->nfields = 1;
    uint32_t most_fields = 2 * syn->nassociations + 1;
    b->asset_of_name = RP_NEWN(a, uint32_t, b->names->n);
    b->asset = RP_NEWN(a, struct rp_mal_asset, b->nassets);
    b->more = RP_NEWN(a, struct rp_mal_build_asset, b->nassets);
    b->order = RP_NEWN(a, uint32_t, b->nassets);
    b->step = RP_NEWN(a, struct rp_mal_step, b->nsteps);
    b->step_syn = RP_NEWN(a, const struct rp_mal_syn_step *, b->nsteps);
    b->field = RP_NEWN(a, struct rp_mal_field, most_fields);
    b->next_field = RP_NEWN(a, uint32_t, most_fields);
    b->field_used = RP_NEWN(a, bool, most_fields);
    b->variable = RP_NEWN(a, struct rp_mal_build_variable, b->nvariables);
    b->step_stamp = new_stamp(b);
    b->field_stamp = new_stamp(b);
    b->variable_stamp = new_stamp(b);
    b->meta_stamp = new_stamp(b);
}

static const struct rp_mal *finish(const struct rp_mal_build *b)
{
    struct rp_mal *m = RP_NEW(b->arena, struct rp_mal);
    *m = (struct rp_mal){.id = b->id,
                         .version = b->version,
                         .asset = b->asset,
                         .nassets = b->nassets,
                         .step = b->step,
                         .nsteps = b->nsteps,
                         .field = b->field,
                         .nfields = b->nfields,
                         .names = b->names,
                         .nclosures = b->nclosures,
                         .nvariables = b->nvariables,
                         .asset_of_name = b->asset_of_name};
    return m;
}

// One file of the language, and how it was come to.
struct file {
    const struct rp_source *src;
    uint32_t from; // the file that includes it, itself for those given by the caller
    struct rp_loc asked_at;
};

struct files {
    struct rp_arena *arena;
    struct rp_names names; // number i + 1 is file i
    struct file *file;
    uint32_t n, cap;
};

// Adds a file unless its name is known.  Gives its index.
static uint32_t add_file(struct files *f, const struct rp_source *src, uint32_t from,
                         struct rp_loc asked_at)
{
    uint32_t known = rp_names_find(&f->names, src->name);
    if (known)
        return known - 1;
    // An unnamed source gets a name of its own that no path can have.
    struct rp_str name = src->name.n ? src->name : rp_str_printf(f->arena, "\n%u", (unsigned)f->n);
    rp_names_intern(&f->names, name);
    f->file = rp_arena_grow(f->arena, f->file, f->n, &f->cap, sizeof(f->file[0]));
    f->file[f->n] = (struct file){src, from, asked_at};
    return f->n++;
}

static bool includes(const struct files *f, uint32_t above, uint32_t below)
{
    for (uint32_t i = below;; i = f->file[i].from) {
        if (i == above)
            return true;
        if (f->file[i].from == i)
            return false;
    }
}

// Files are read once, in the order in which they are named; a cycle is harmless.
static bool follow_include(struct files *f, uint32_t from, const struct rp_mal_syn_include *include,
                           const struct rp_mal_loader *loader, struct rp_diags *d)
{
    if (f->n >= RP_MAL_MAX_FILES) {
        rp_report(d, RP_MSG_MAL_TOO_MANY_FILES, include->at, "%.*s", RP_FMT(include->path));
        return false;
    }
    if (!loader) {
        rp_report(d, RP_MSG_FILE_UNREADABLE, include->at, "%.*s", RP_FMT(include->path));
        return true;
    }
    const struct rp_source *src =
        loader->load(loader->context, f->file[from].src->name, include->path, include->at, d);
    if (!src)
        return true;
    uint32_t n = f->n, file = add_file(f, src, from, include->at);
    if (file < n && includes(f, file, from))
        rp_report(d, RP_MSG_MAL_INCLUDE_CYCLE, include->at, "%.*s", RP_FMT(include->path));
    return true;
}

static void parse_all(struct rp_arena *a, struct files *f, struct rp_mal_syntax *syn,
                      const struct rp_mal_loader *loader, struct rp_diags *d)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const struct rp_mal_syn_include *include = rp_mal_parse(a, f->file[i].src, syn, d);
        while (include && follow_include(f, i, include, loader, d))
            include = include->next;
    }
}

const struct rp_mal *rp_mal_compile(struct rp_arena *a, const struct rp_source *const *src,
                                    uint32_t nsrc, const struct rp_mal_loader *loader,
                                    struct rp_diags *d)
{
    uint32_t errors = d->errors;
    struct files files = {.arena = a};
    rp_names_init(&files.names, a);
    for (uint32_t i = 0; i < nsrc; i++)
        add_file(&files, src[i], files.n, (struct rp_loc){0});
    struct rp_mal_syntax syn;
    rp_mal_syntax_init(&syn);
    parse_all(a, &files, &syn, loader, d);

    struct rp_mal_build b;
    init_build(&b, a, &syn, d);
    rp_mal_check_defines(&b, (struct rp_loc){nsrc ? src[0] : NULL, 0, 0});
    if (rp_mal_check_assets(&b) && rp_mal_check_members(&b)) {
        rp_mal_check_variables(&b);
        // Beside a mistake, what seems to be unused may be what was meant.
        if (rp_mal_check_steps(&b) && d->errors == errors)
            rp_mal_check_unused(&b);
    }
    return d->errors == errors ? finish(&b) : NULL;
}
