// SPDX-License-Identifier: Apache-2.0
/*
 * The built-in catalogue and the maker's files -> one language and one table of controls.
 */
#include "catalogue/catalogue.h"

#include "base/file.h"
#include "base/hash.h"
#include "catalogue/controls.h"
#include "catalogue/files.h"

// What the built-in files are called in messages.
#define FOLDER "catalogue/"

// What the language and the table of controls are made from.
struct input {
    const struct rp_source **mal, **yaml;
    uint32_t nmal, nyaml;
};

struct files {
    struct rp_arena *arena;
    struct rp_mal_loader disk;
    struct rp_str *text; // of every file, for the digest
    uint32_t ntexts, cap;
};

struct rp_str rp_catalogue_file(struct rp_str path)
{
    for (uint32_t i = 0; i < rp_catalogue_ntexts; i++)
        if (rp_str_eq(rp_catalogue_texts[i].path, path))
            return rp_catalogue_texts[i].text;
    return RP_STR("");
}

static const struct rp_source *count(struct files *f, const struct rp_source *src)
{
    if (src) {
        f->text = rp_arena_grow(f->arena, f->text, f->ntexts, &f->cap, sizeof(src->text));
        f->text[f->ntexts++] = src->text;
    }
    return src;
}

static const struct rp_source *open_built_in(struct rp_arena *a, struct rp_str path)
{
    struct rp_str text = rp_catalogue_file(path);
    if (!text.n)
        return NULL;
    return rp_source_new(a, rp_str_printf(a, FOLDER "%.*s", RP_FMT(path)), text);
}

static const struct rp_source *built_in(struct files *f, struct rp_str path)
{
    return count(f, open_built_in(f->arena, path));
}

// Whether a source is of the built-in catalogue: no file of the maker has such a name, see read_own.
static bool is_built_in(struct rp_str name)
{
    return rp_str_starts(name, RP_STR(FOLDER));
}

// What an include names: built-in files include each other, the maker's are on disk.
static const struct rp_source *load(void *context, struct rp_str from, struct rp_str path,
                                    struct rp_loc asked_at, struct rp_diags *d)
{
    struct files *f = context;
    if (!is_built_in(from))
        return count(f, f->disk.load(f->disk.context, from, path, asked_at, d));
    const struct rp_source *src = built_in(f, path);
    if (!src)
        rp_report(d, RP_MSG_FILE_MISSING, asked_at, "%.*s", RP_FMT(path));
    return src;
}

// A file of the maker.  One in a folder called like ours gets a name that differs.
static const struct rp_source *read_own(struct files *f, struct rp_str folder, struct rp_str path,
                                        struct rp_loc at, struct rp_diags *d)
{
    struct rp_str name = rp_file_join(f->arena, folder, path);
    if (is_built_in(name))
        name = rp_str_printf(f->arena, "./%.*s", RP_FMT(name));
    return count(f, rp_read_source(f->arena, name, RP_READ_MAX_BYTES, at, d));
}

// Passes on what the compiler said, but not its advice on the built-in files, about which the user of
// this program can do nothing.
static void forward(struct rp_diags *from, struct rp_diags *to)
{
    for (struct rp_diag *diag = from->first, *next; diag; diag = next) {
        next = diag->next;
        bool advice = rp_msg_info(diag->msg)->severity != RP_ERROR;
        if (advice && diag->at.src && is_built_in(diag->at.src->name))
            continue;
        diag->next = NULL;
        *to->last = diag;
        to->last = &diag->next;
        to->warnings += advice;
        to->errors += !advice;
    }
    to->dropped += from->dropped;
}

static const struct rp_mal *compile(struct files *f, const struct input *in, struct rp_diags *d)
{
    struct rp_mal_loader loader = {.context = f, .load = load};
    struct rp_diags said;
    rp_diags_init_beside(&said, d);
    const struct rp_mal *mal = rp_mal_compile(f->arena, in->mal, in->nmal, &loader, &said);
    forward(&said, d);
    return mal;
}

// One language must be given, or none: the name stands for both then.
static void check_texts(const struct rp_mal_meta *meta, uint32_t n, struct rp_str name,
                        struct rp_loc at, struct rp_diags *d)
{
    bool en = rp_mal_meta_find(meta, n, RP_STR("en")).n > 0;
    bool fr = rp_mal_meta_find(meta, n, RP_STR("fr")).n > 0;
    if (en != fr)
        rp_report(d, RP_MSG_CATALOGUE_TEXT, at, "%.*s", RP_FMT(name));
}

static void check_all_texts(const struct rp_mal *m, struct rp_diags *d)
{
    for (uint32_t i = 1; i < m->nassets; i++)
        check_texts(m->asset[i].meta, m->asset[i].nmeta, m->asset[i].name, m->asset[i].at, d);
    for (uint32_t i = 1; i < m->nsteps; i++)
        check_texts(m->step[i].meta, m->step[i].nmeta, m->step[i].name, m->step[i].at, d);
}

// A control may name only a module that the device library has.
static void check_modules(const struct rp_controls *table, const struct rp_modules *modules,
                          struct rp_diags *d)
{
    for (uint32_t i = 1; i < table->n; i++) {
        const struct rp_control_kind *kind = &table->control[i];
        if (kind->module.n && rp_modules_find(modules, kind->module) == modules->n)
            rp_report(d, RP_MSG_MODULE_UNKNOWN, kind->at, "%.*s", RP_FMT(kind->module));
    }
}

// Adds a file of the maker to what it is for by the end of its name.
static void add_own(struct files *f, struct rp_str folder, struct rp_str path, struct rp_loc at,
                    struct input *in, struct rp_diags *d)
{
    bool mal = rp_str_ends(path, RP_STR(".mal"));
    if (!mal && !rp_str_ends(path, RP_STR(".yaml")) && !rp_str_ends(path, RP_STR(".yml"))) {
        rp_report(d, RP_MSG_CATALOGUE_SUFFIX, at, "%.*s", RP_FMT(path));
        return;
    }
    const struct rp_source *src = read_own(f, folder, path, at, d);
    if (src && mal)
        in->mal[in->nmal++] = src;
    else if (src)
        in->yaml[in->nyaml++] = src;
}

const struct rp_catalogue *rp_catalogue_load(struct rp_arena *a, struct rp_str folder,
                                             const struct rp_str *extra,
                                             const struct rp_loc *extra_at, uint32_t nextra,
                                             struct rp_diags *d)
{
    struct files f = {.arena = a, .disk = rp_mal_file_loader(a)};
    struct input in = {RP_NEWN(a, const struct rp_source *, nextra + 1),
                       RP_NEWN(a, const struct rp_source *, nextra + 1), 0, 0};
    uint32_t errors = d->errors;
    in.mal[in.nmal++] = built_in(&f, RP_STR("catalogue.mal"));
    const struct rp_source *controls = built_in(&f, RP_STR("controls.yaml"));
    if (controls)
        in.yaml[in.nyaml++] = controls;
    for (uint32_t i = 0; i < nextra; i++)
        add_own(&f, folder, extra[i], extra_at[i], &in, d);
    const struct rp_mal *mal = compile(&f, &in, d);
    struct rp_controls table;
    rp_controls_init(&table, a, mal, d);
    for (uint32_t i = 0; i < in.nyaml; i++)
        rp_controls_read(&table, in.yaml[i]);
    rp_controls_resolve(&table);
    if (mal)
        check_all_texts(mal, d);
    const struct rp_modules *modules =
        rp_modules_read(a, open_built_in(a, RP_STR("modules.yaml")), d);
    if (modules)
        check_modules(&table, modules, d);
    if (!mal || d->errors > errors)
        return NULL;
    struct rp_catalogue *c = RP_NEW(a, struct rp_catalogue);
    *c = (struct rp_catalogue){.mal = mal,
                               .control = table.control,
                               .ncontrols = table.n,
                               .modules = modules,
                               .version = mal->version};
    rp_hash_hex(f.text, f.ntexts, c->hash);
    return c;
}
