// SPDX-License-Identifier: Apache-2.0
/*
 * The built-in catalogue is whole, the maker's files join it, and names go both ways.
 */
#include "rp_test.h"

#include "catalogue/catalogue.h"
#include "diag/render.h"

static void show(struct rp_diags *d)
{
    struct rp_buf out;
    rp_buf_init(&out, 0);
    rp_diags_sort(d);
    rp_diags_render(d, RP_DIAG_HUMAN, &(struct rp_render){.lang = RP_EN}, &out);
    fputs(rp_buf_str(&out).p, stderr);
    rp_buf_done(&out);
}

static void test_names(struct rp_arena *a)
{
    static const struct {
        const char *kebab, *camel;
        bool upper;
    } row[] = {{"usb-port", "UsbPort", true},
               {"signed-update", "signedUpdate", false},
               {"a", "A", true},
               {"tls-1-2", "tls12", false},
               {"", "", true}};
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct rp_str camel = rp_catalogue_camel(a, rp_str_of(row[i].kebab), row[i].upper);
        CHECK_AT(rp_str_eq(camel, rp_str_of(row[i].camel)), row[i].kebab);
    }
    CHECK(rp_str_eq(rp_catalogue_kebab(a, RP_STR("UsbPort")), RP_STR("usb-port")));
    CHECK(rp_str_eq(rp_catalogue_kebab(a, RP_STR("signedUpdate")), RP_STR("signed-update")));
}

// Whatever a person reads is there in both languages.
static void test_built_in(struct rp_arena *a)
{
    struct rp_diags d;
    rp_diags_init(&d, a);
    const struct rp_catalogue *c = rp_catalogue_load(a, RP_STR(""), NULL, NULL, 0, &d);
    CHECK(c && !d.warnings);
    if (!c || d.warnings)
        show(&d);
    if (!c)
        return;
    CHECK(strlen(c->hash) == 64);
    const struct rp_mal *m = c->mal;
    for (uint32_t i = 1; i < m->nassets; i++) {
        const struct rp_mal_asset *asset = &m->asset[i];
        if (!asset->abstract && !rp_str_eq(asset->name, RP_STR("Harm")))
            CHECK_AT(rp_mal_meta_find(asset->meta, asset->nmeta, RP_STR("fr")).n,
                     rp_str_copy(a, asset->name).p);
    }
    for (uint32_t i = 1; i < c->ncontrols; i++) {
        const struct rp_control_kind *k = &c->control[i];
        CHECK_AT(k->name.in[RP_EN].n && k->name.in[RP_FR].n, rp_str_copy(a, k->id).p);
        CHECK(rp_catalogue_control(c, k->id) == i && rp_catalogue_control(c, k->defense) == i);
    }
    CHECK(rp_catalogue_control(c, RP_STR("no-such-control")) == 0);
    CHECK(rp_catalogue_file(RP_STR("core.mal")).n > 0);
    CHECK(rp_catalogue_file(RP_STR("no-such-file")).n == 0);
}

static void test_own(struct rp_arena *a)
{
    static const struct rp_str extra[] = {{"own.mal", 7}, {"own.yaml", 8}};
    static const struct rp_loc at[2];
    struct rp_diags d;
    rp_diags_init(&d, a);
    const struct rp_catalogue *plain = rp_catalogue_load(a, RP_STR(""), NULL, NULL, 0, &d);
    const struct rp_catalogue *c =
        rp_catalogue_load(a, RP_STR("tests/unit/catalogue/"), extra, at, 2, &d);
    if (!c)
        show(&d);
    CHECK(c && plain && strcmp(c->hash, plain->hash) != 0);
    uint32_t i = c ? rp_catalogue_control(c, RP_STR("bolted")) : 0;
    CHECK(i);
    if (!i)
        return;
    const struct rp_control_kind *k = &c->control[i];
    CHECK(k->own_lines == 120 && k->library_lines == 3000 && k->origin == RP_SIZE_LIBRARY);
    CHECK(k->library_density_milli == 250 && k->test_cases == 3 && k->priority == 'b');
    CHECK(k->nopens == 1 && k->nreferences == 1 && k->place_lines == 10);
    uint32_t asset = rp_mal_asset_find(c->mal, RP_STR("TestPort"));
    CHECK(rp_str_eq(rp_catalogue_asset_text(c, asset).in[RP_FR], RP_STR("port d’essai")));
    uint32_t knock = rp_mal_step_find(c->mal, asset, RP_STR("knock"));
    CHECK(rp_str_eq(rp_catalogue_step_text(c, knock).in[RP_FR], RP_STR("knock")));
}

// Mistakes in the table of modules are found, and the built-in one has none.
static void test_modules(struct rp_arena *a)
{
#define CHOICE                                                                                     \
    "base: {flash: 1, ram: 2}\nmeasured: {en: a, fr: b}\nchoices:\n- {choice: link, define: L, "   \
    "modules: [m], text: {en: a, fr: b}, values: "                                                 \
    "[{value: one, define: O, text: {en: a, fr: b}}, {value: two, define: T, text: {en: a, fr: "   \
    "b}}]}\n"
    static const struct {
        const char *text;
        enum rp_msg msg;
    } row[] = {
        {"modules: [{module: m, size: [{flash: 3, ram: 4}]}]\n" CHOICE, RP_MSG_COUNT},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], psa: [A 1, {when: {link: two}, lines: "
         "[B, C]}]}]\n" CHOICE,
         RP_MSG_COUNT},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], psa: [{when: {lnk: two}, lines: "
         "[B]}]}]\n" CHOICE,
         RP_MSG_CONTROL_WORD},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], psa: [{when: {link: three}, lines: "
         "[B]}]}]\n" CHOICE,
         RP_MSG_CONTROL_WORD},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], mbedtls: [{lines: [B]}]}]\n" CHOICE,
         RP_MSG_CONTROL_KEY_MISSING},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], mbedtls: [{when: {link: "
         "one}}]}]\n" CHOICE,
         RP_MSG_CONTROL_KEY_MISSING},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], mbedtls: [{when: two, lines: "
         "[B]}]}]\n" CHOICE,
         RP_MSG_CONTROL_MAP},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}], psa: []}]\n" CHOICE,
         RP_MSG_CONTROL_LIST},
        {"modules: [{module: m, needs: [n]}, {module: n}]\n" CHOICE, RP_MSG_CONTROL_WORD},
        {"modules: [{modul: m}]\n" CHOICE, RP_MSG_CONTROL_KEY_UNKNOWN},
        {"modules: [{module: n}]\n" CHOICE, RP_MSG_CONTROL_WORD},
        {"modules: [{module: m}]\n" CHOICE, RP_MSG_CONTROL_KEY_MISSING},
        {"modules: [{module: m, size: [{flash: 3}]}]\n" CHOICE, RP_MSG_CONTROL_KEY_MISSING},
        {"modules: [{module: m, size: [{flash: 3, ram: x}]}]\n" CHOICE, RP_MSG_CONTROL_NUMBER},
        {"modules: [{module: m, size: [{flash: 3, ram: 4}]}]\n", RP_MSG_CONTROL_KEY_MISSING},
        {CHOICE, RP_MSG_CONTROL_KEY_MISSING},
        {"[m]", RP_MSG_CONTROL_MAP},
    };
#undef CHOICE
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct rp_diags d;
        rp_diags_init(&d, a);
        const struct rp_source *src = rp_source_new(a, RP_STR("m"), rp_str_of(row[i].text));
        const struct rp_modules *m = rp_modules_read(a, src, &d);
        bool found = row[i].msg == RP_MSG_COUNT && m && !d.first;
        for (const struct rp_diag *diag = d.first; diag; diag = diag->next)
            found = found || (!m && diag->msg == row[i].msg);
        CHECK_AT(found, row[i].text);
    }
}

// Lines and sizes that hold for a choice only.
static void test_choices(void)
{
    static const uint32_t one[] = {0}, two[] = {1};
    const struct rp_when always = {{0}}, for_two = {{2}};
    CHECK(rp_when_holds(&always, one, 1) && rp_when_holds(&always, two, 1));
    CHECK(!rp_when_holds(&for_two, one, 1) && rp_when_holds(&for_two, two, 1));
    const struct rp_bytes_case item[] = {{{1, 2, 3}, {{0}}}, {{10, 20, 2}, {{2}}}};
    struct rp_bytes sum = {0};
    CHECK(rp_bytes_add(&(struct rp_bytes_cases){item, 2}, one, 1, &sum) && sum.flash == 1);
    CHECK(rp_bytes_add(&(struct rp_bytes_cases){item, 2}, two, 1, &sum));
    CHECK(sum.flash == 11 && sum.ram == 22 && sum.stack == 3);
    CHECK(!rp_bytes_add(&(struct rp_bytes_cases){item + 1, 1}, one, 1, &sum) && sum.flash == 11);
}

int main(void)
{
    struct rp_arena a;
    rp_arena_init(&a);
    test_names(&a);
    test_built_in(&a);
    test_own(&a);
    test_modules(&a);
    test_choices();
    rp_arena_done(&a);
    TEST_DONE();
}
