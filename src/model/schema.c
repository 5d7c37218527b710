// SPDX-License-Identifier: Apache-2.0
/*
 * The tables of keys -> JSON Schema (draft-07), for editors.
 *
 * It says less than the checker: an editor's schema cannot look ids up, and takes an unquoted 1.10
 * for a number where the model reads text.
 */
#include "base/json.h"
#include "model/keys.h"

struct schema {
    struct rp_json j;
    enum rp_lang lang;
    const struct rp_words *kinds; // by class; NULL: none known
    const struct rp_schema_pair *pair;
    uint32_t npairs;
};

static void put(struct schema *s, const char *key, const char *value)
{
    rp_json_str(&s->j, key, rp_str_of(value));
}

static void put_type(struct schema *s, const char *type)
{
    put(s, "type", type);
}

// Text that YAML may take for a number.
static void put_scalar(struct schema *s)
{
    rp_json_open_flat(&s->j, "type", '[');
    put(s, NULL, "string");
    put(s, NULL, "number");
    rp_json_close(&s->j, ']');
}

static void put_enum(struct schema *s, const char *const *words)
{
    rp_json_open_flat(&s->j, "enum", '[');
    for (; *words; words++)
        put(s, NULL, *words);
    rp_json_close(&s->j, ']');
}

static void open_items(struct schema *s)
{
    put_type(s, "array");
    rp_json_open(&s->j, "items", '{');
}

// The catalogue's kinds to choose from, and any other word: a maker's own catalogue adds some.
static void put_kind(struct schema *s, enum rp_class class)
{
    const struct rp_words none = {0};
    const struct rp_words *kinds = s->kinds ? &s->kinds[class] : &none;
    if (kinds->n == 0) {
        put_type(s, "string");
        return;
    }
    rp_json_open(&s->j, "anyOf", '[');
    rp_json_open(&s->j, NULL, '{');
    rp_json_open(&s->j, "enum", '[');
    for (uint32_t i = 0; i < kinds->n; i++)
        rp_json_str(&s->j, NULL, kinds->word[i].text);
    rp_json_close(&s->j, ']');
    rp_json_close(&s->j, '}');
    rp_json_open_flat(&s->j, NULL, '{');
    put_type(s, "string");
    put(s, "pattern", "^[a-z0-9-]+$");
    rp_json_close(&s->j, '}');
    rp_json_close(&s->j, ']');
}

static void put_pairs(struct schema *s)
{
    put_type(s, "object");
    rp_json_bool(&s->j, "additionalProperties", false);
    rp_json_open(&s->j, "properties", '{');
    for (uint32_t i = 0; i < s->npairs; i++) {
        const struct rp_schema_pair *pair = &s->pair[i];
        rp_json_key(&s->j, pair->key);
        rp_json_open(&s->j, NULL, '{');
        rp_json_str(&s->j, "description", pair->help);
        rp_json_open_flat(&s->j, "enum", '[');
        for (uint32_t k = 0; k < pair->values.n; k++)
            rp_json_str(&s->j, NULL, pair->values.word[k].text);
        rp_json_close(&s->j, ']');
        rp_json_close(&s->j, '}');
    }
    rp_json_close(&s->j, '}');
}

static void put_number(struct schema *s, const struct rp_key *key)
{
    bool decimal = key->type == RP_KEY_DECIMAL;
    put_type(s, decimal ? "number" : "integer");
    // The lower bound of a decimal is its smallest step.
    rp_json_int(&s->j, decimal ? "exclusiveMinimum" : "minimum", decimal ? 0 : key->min);
    rp_json_int(&s->j, "maximum", decimal ? key->max / 1000 : key->max);
}

static void put_date(struct schema *s, bool or_unknown)
{
    put_type(s, "string");
    put(s, "pattern",
        or_unknown ? "^([0-9]{4}-[0-9]{2}-[0-9]{2}|unknown)$" : "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
}

static void put_text(struct schema *s)
{
    rp_json_open_flat(&s->j, "allOf", '[');
    rp_json_open_flat(&s->j, NULL, '{');
    put(s, "$ref", "#/definitions/text");
    rp_json_close(&s->j, '}');
    rp_json_close(&s->j, ']');
}

static void put_object(struct schema *s, const struct rp_keys *keys);

static void put_simple(struct schema *s, const struct rp_key *key)
{
    switch (key->type) {
    case RP_KEY_ID:
        put_scalar(s);
        put(s, "pattern", "^[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?$");
        return;
    case RP_KEY_KIND:
        put_kind(s, key->kinds_of);
        return;
    case RP_KEY_TEXT:
        put_text(s);
        return;
    case RP_KEY_NUMBER:
    case RP_KEY_DECIMAL:
        put_number(s, key);
        return;
    case RP_KEY_CHOICE:
    case RP_KEY_CHOICE_LINE:
        put_enum(s, key->words);
        return;
    case RP_KEY_DATE:
    case RP_KEY_DATE_OR_UNKNOWN:
        put_date(s, key->type == RP_KEY_DATE_OR_UNKNOWN);
        return;
    case RP_KEY_PHRASE:
    case RP_KEY_LINE:
    case RP_KEY_REF:
    case RP_KEY_KINDS:
    case RP_KEY_REFS:
    case RP_KEY_TESTS:
    case RP_KEY_PATHS:
    case RP_KEY_CHOICES:
    case RP_KEY_PAIRS:
    case RP_KEY_MAP:
    case RP_KEY_ITEMS:
    case RP_KEY_SECTIONS:
    case RP_KEY_TYPES:
        put_scalar(s);
        return;
    }
}

static void put_key(struct schema *s, const struct rp_key *key)
{
    rp_json_open(&s->j, key->name, '{');
    put(s, "title", key->title[s->lang]);
    put(s, "description", key->help[s->lang]);
    bool list = key->type == RP_KEY_KINDS || key->type == RP_KEY_REFS ||
                key->type == RP_KEY_TESTS || key->type == RP_KEY_PATHS;
    if (key->type == RP_KEY_MAP || key->type == RP_KEY_SECTIONS) {
        put_object(s, key->keys);
    } else if (key->type == RP_KEY_PAIRS) {
        put_pairs(s);
    } else if (key->type == RP_KEY_ITEMS) {
        open_items(s);
        put_object(s, key->keys);
        rp_json_close(&s->j, '}');
    } else if (key->type == RP_KEY_CHOICES) {
        open_items(s);
        put_enum(s, key->words);
        rp_json_close(&s->j, '}');
        rp_json_bool(&s->j, "uniqueItems", true);
    } else if (list) {
        open_items(s);
        put_scalar(s);
        rp_json_close(&s->j, '}');
    } else {
        put_simple(s, key);
    }
    rp_json_close(&s->j, '}');
}

// The tables are nested four deep at most.
static void put_object(struct schema *s, const struct rp_keys *keys)
{
    put_type(s, "object");
    rp_json_bool(&s->j, "additionalProperties", false);
    uint32_t nrequired = 0;
    for (uint32_t k = 0; k < keys->n; k++)
        nrequired += keys->key[k].required || keys->key[k].needed;
    if (nrequired) {
        rp_json_open_flat(&s->j, "required", '[');
        for (uint32_t k = 0; k < keys->n; k++)
            if (keys->key[k].required || keys->key[k].needed)
                put(s, NULL, keys->key[k].name);
        rp_json_close(&s->j, ']');
    }
    rp_json_open(&s->j, "properties", '{');
    for (uint32_t k = 0; k < keys->n; k++)
        put_key(s, &keys->key[k]);
    rp_json_close(&s->j, '}');
}

// One text, or one for each language.
static void put_definitions(struct schema *s)
{
    rp_json_open(&s->j, "definitions", '{');
    rp_json_open(&s->j, "text", '{');
    rp_json_open(&s->j, "anyOf", '[');
    rp_json_open_flat(&s->j, NULL, '{');
    put_scalar(s);
    rp_json_close(&s->j, '}');
    rp_json_open(&s->j, NULL, '{');
    put_type(s, "object");
    rp_json_bool(&s->j, "additionalProperties", false);
    rp_json_open(&s->j, "properties", '{');
    for (int lang = 0; lang < RP_LANGS; lang++) {
        rp_json_open_flat(&s->j, lang == RP_EN ? "en" : "fr", '{');
        put_scalar(s);
        rp_json_close(&s->j, '}');
    }
    rp_json_close(&s->j, '}');
    rp_json_close(&s->j, '}');
    rp_json_close(&s->j, ']');
    rp_json_close(&s->j, '}');
    rp_json_close(&s->j, '}');
}

void rp_model_schema(struct rp_buf *out, enum rp_lang lang, const struct rp_words *kinds_by_class,
                     const struct rp_schema_pair *library, uint32_t nlibrary)
{
    static const char *const title[RP_LANGS] = {"Device model of rempart",
                                                "Modèle de dispositif pour rempart"};
    struct schema s = {.lang = lang, .kinds = kinds_by_class, .pair = library, .npairs = nlibrary};
    rp_json_init(&s.j, out, false);
    rp_json_open(&s.j, NULL, '{');
    put(&s, "$schema", "http://json-schema.org/draft-07/schema#");
    put(&s, "$id", "urn:rempart:model:1");
    put(&s, "title", title[lang]);
    put_object(&s, &rp_keys_top);
    put_definitions(&s);
    rp_json_close(&s.j, '}');
    rp_buf_putc(out, '\n');
}
