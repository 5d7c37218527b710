// SPDX-License-Identifier: Apache-2.0
/*
 * Every key that a model may hold, in tables.  Private to this room.
 *
 * The checker, the JSON Schema and the list of keys in rempart-model(5) are made from these tables
 * and from nothing else.
 */
#ifndef REMPART_MODEL_KEYS_H
#define REMPART_MODEL_KEYS_H

#include "model/model.h"

enum rp_key_type {
    RP_KEY_ID,              // gives a thing its id
    RP_KEY_KIND,            // a word of the catalogue: struct rp_word
    RP_KEY_KINDS,           // several: struct rp_words
    RP_KEY_PHRASE,          // a word or a few, and their place: struct rp_word
    RP_KEY_LINE,            // text without translation: struct rp_str
    RP_KEY_TEXT,            // text, or {en, fr}: struct rp_text
    RP_KEY_REF,             // id of another thing: struct rp_ref
    RP_KEY_REFS,            // several: struct rp_refs
    RP_KEY_TESTS,           // ids of tests: struct rp_words
    RP_KEY_PATHS,           // file names: struct rp_words
    RP_KEY_NUMBER,          // min..max: an unsigned integer of any size
    RP_KEY_DECIMAL,         // thousandths, min..max: uint32_t
    RP_KEY_CHOICE,          // one of words: its index from 0, an unsigned integer of any size
    RP_KEY_CHOICE_LINE,     // one of words: struct rp_str
    RP_KEY_CHOICES,         // several of words, none twice: array of enum, with a count
    RP_KEY_DATE,            // struct rp_str
    RP_KEY_DATE_OR_UNKNOWN, // struct rp_str
    RP_KEY_PAIRS,           // map of words, both of the catalogue: struct rp_pairs
    RP_KEY_MAP,             // keys of a table, in the same struct
    RP_KEY_ITEMS,           // list of maps, each with the keys of a table
    RP_KEY_SECTIONS,        // map of texts with the keys of a table: model's sections
    RP_KEY_TYPES
};

struct rp_keys;

struct rp_key {
    const char *name;
    enum rp_key_type type;
    bool required;
    bool needed;                // as required, but a rule of its own reports it
    size_t off, size;           // of the field in the struct that the table fills
    size_t at_off;              // of the struct rp_loc that keeps the value's place, 0: none does
    size_t count_off;           // CHOICES, ITEMS without a class: of the uint32_t that counts
    const struct rp_keys *keys; // MAP, ITEMS, SECTIONS
    const char *const *words;   // closed list, ended by NULL
    uint32_t min, max;
    unsigned classes;       // REF, REFS: bit 1 << class for each class that may be named
    enum rp_class kinds_of; // KIND: whose kinds
    const char *title[RP_LANGS], *help[RP_LANGS];
};

struct rp_keys {
    const char *name; // for the schema's definitions
    const struct rp_key *key;
    uint32_t n;
    size_t size;         // ITEMS: of one element
    size_t at_off;       // of the struct rp_loc that keeps the element's place, 0: none does
    enum rp_class class; // ITEMS: of things with an id; NONE otherwise
};

#define RP_KEYS(table) (table), sizeof(table) / sizeof((table)[0])
#define RP_FIELD(type, member) .off = offsetof(type, member), .size = sizeof(((type *)0)->member)

// id, name and note, which every thing has; the type's first member is its struct rp_item.
#define RP_ITEM_KEYS(type_)                                                                        \
    {                                                                                              \
        .name = "id",                                                                              \
        .type = RP_KEY_ID,                                                                         \
        .required = true,                                                                          \
        .off = offsetof(type_, item),                                                              \
        .size = sizeof(struct rp_item),                                                            \
        .title = {"Id", "Identifiant"},                                                            \
        .help = {"Unique over the whole model: letters without accents, digits and hyphens.",      \
                 "Unique dans tout le modèle : lettres sans accent, chiffres et traits d’union."}, \
    },                                                                                             \
        {                                                                                          \
            .name = "name",                                                                        \
            .type = RP_KEY_TEXT,                                                                   \
            .off = offsetof(type_, item.name),                                                     \
            .size = sizeof(struct rp_text),                                                        \
            .title = {"Name", "Nom"},                                                              \
            .help = {"What the documents print; the id when not given.",                           \
                     "Ce que les documents impriment ; à défaut, l’identifiant."},                 \
        },                                                                                         \
    {                                                                                              \
        .name = "note", .type = RP_KEY_TEXT, .off = offsetof(type_, item.note),                    \
        .size = sizeof(struct rp_text), .title = {"Note", "Note"},                                 \
        .help = {"Description, and where it is known from (a path of the product’s own "         \
                 "documents).",                                                                    \
                 "Description, et d’où on le sait (un chemin des documents du produit)."},         \
    }

// The outermost map of a model file.  Its fields are those of struct rp_model.
extern const struct rp_keys rp_keys_top;

extern const struct rp_keys rp_keys_device, rp_keys_policy, rp_keys_zone, rp_keys_source,
    rp_keys_component, rp_keys_interface, rp_keys_flow, rp_keys_asset, rp_keys_harm,
    rp_keys_control, rp_keys_assumption, rp_keys_section;

#endif
