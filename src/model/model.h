// SPDX-License-Identifier: Apache-2.0
/*
 * Text of a device model -> the device: ids and arrays, no syntax left.
 *
 * The model says what the product is and what is decided about it; which attacks follow from that
 * is not known here.  Kinds (of components, flows, zones, controls ...) are names that the catalogue
 * gives a meaning to; they are checked when model and catalogue meet (src/attack).
 * Everything is an index into an array in the order of the text; 0 is "none", real ones start at 1.
 * The keys are documented in rempart-model(5), produced from the same tables as the checker.
 */
#ifndef REMPART_MODEL_MODEL_H
#define REMPART_MODEL_MODEL_H

#include "base/lang.h"
#include "base/names.h"
#include "diag/diag.h"
#include "read/tree.h"

// The classes of things that have an id.
enum rp_class {
    RP_CLASS_NONE,
    RP_CLASS_ZONE,
    RP_CLASS_SOURCE,
    RP_CLASS_COMPONENT,
    RP_CLASS_INTERFACE,
    RP_CLASS_FLOW,
    RP_CLASS_ASSET,
    RP_CLASS_HARM,
    RP_CLASS_CONTROL,
    RP_CLASS_ASSUMPTION,
    RP_CLASS_TEST, // test ids named by controls
    RP_CLASS_COUNT
};

// Any thing with an id, as a reference.
struct rp_ref {
    enum rp_class class;
    uint32_t i;
    struct rp_loc at; // where the reference stands
};

struct rp_refs {
    const struct rp_ref *ref;
    uint32_t n;
};

// A word of the catalogue, unchecked: a kind, a property, a means, a control.
struct rp_word {
    struct rp_str text;
    struct rp_loc at;
};

struct rp_words {
    const struct rp_word *word;
    uint32_t n;
};

// A key of the catalogue and a word for it, unchecked.
struct rp_pair {
    struct rp_word key, value;
};

struct rp_pairs {
    const struct rp_pair *pair;
    uint32_t n;
};

// What every thing has.
struct rp_item {
    struct rp_str id;
    struct rp_text name; // both languages filled; the id when not given
    struct rp_text
        note; // description with its source (path of the product's own documents); may be empty
    struct rp_word kind;        // empty text where a class has no kinds
    struct rp_words properties; // kebab-case words of the catalogue
    struct rp_loc at;           // of the id
};

enum rp_need { RP_AVAILABILITY, RP_INTEGRITY, RP_CONFIDENTIALITY, RP_AUDITABILITY, RP_NEEDS };

struct rp_zone {
    struct rp_item item;
    struct rp_refs touches; // neighbouring zones; symmetric after checking
};

struct rp_source_of_risk {
    struct rp_item item;
    struct rp_refs zones;      // where it can be
    struct rp_words means;     // what it has: words of the catalogue
    struct rp_ref excluded_by; // assumption that keeps it out of the analysis; class NONE: none
};

struct rp_component {
    struct rp_item item;
    struct rp_ref zone;
    struct rp_ref host;   // runs-on; class NONE: itself a thing
    struct rp_refs holds; // assets
    struct rp_str supplier, version, licence;
    struct rp_str support_until; // a date, "unknown", or empty
    struct rp_loc support_at;
    uint32_t interface_first, ninterfaces; // into interface[]
};

enum rp_port_state { RP_PORT_USED, RP_PORT_UNUSED, RP_PORT_DEBUG, RP_PORT_STATES };

struct rp_interface {
    struct rp_item item;
    uint32_t component;
    struct rp_ref zone; // from where it can be reached; the component's zone when not given
    enum rp_port_state state;
};

struct rp_flow {
    struct rp_item item;
    struct rp_ref from, to; // components
    struct rp_refs over;    // interfaces
    struct rp_refs through; // zones besides those of the ends
    struct rp_refs carries; // assets
    struct rp_str protocol, version;
    struct rp_word authentication, protection,
        check; // as built, described: "none", "crc32", "tls-1.2" ...
};

struct rp_asset {
    struct rp_item item;
    uint8_t need[RP_NEEDS]; // 0 not needed, 1 low .. 4 vital
};

struct rp_cause {
    struct rp_ref asset;
    enum rp_need need; // that is lost
    struct rp_loc at;
};

enum rp_case { RP_TARGET, RP_GATEWAY, RP_CASES };

struct rp_harm {
    struct rp_item item;
    struct rp_text hazard, situation, harm;
    uint8_t severity; // 1..5
    struct rp_loc severity_at;
    enum rp_case scenario; // is the patient hurt, or is something else reached?
    bool many_patients;
    const struct rp_cause *cause;
    uint32_t ncauses;
    struct rp_str risk_id; // its entry in the safety risk file; may be empty
};

enum rp_control_state { RP_EXISTING, RP_PLANNED, RP_CANDIDATE, RP_REFUSED, RP_CONTROL_STATES };

struct rp_control {
    struct rp_item item; // item.kind: the control of the catalogue
    struct rp_refs at;   // places; empty: everywhere it fits (CANDIDATE and REFUSED only)
    enum rp_control_state state;
    struct rp_loc state_at;
    struct rp_text reason;                  // REFUSED: mandatory
    struct rp_str requirement;              // id; may be empty
    struct rp_text requirement_text;        // overrides the catalogue's; may be empty
    struct rp_words tests;                  // test ids
    struct rp_text side_effects;            // on the patient's safety, as assessed; may be empty
    struct rp_str assessed_by, assessed_on; // of the side effects
    struct rp_str owner;
};

struct rp_assumption {
    struct rp_item item;
    struct rp_str on; // who must fulfil it
    struct rp_text justification;
    struct rp_str ifu; // anchor in the instructions for use; may be empty
};

struct rp_acceptance { // an accepted risk
    struct rp_ref harm;
    struct rp_str by, role, until; // until: a date
    struct rp_loc until_at;
    struct rp_text reason;
    struct rp_loc at;
};

enum rp_objective { RP_BY_KINDS, RP_BY_PLACES, RP_BY_MALFUNCTION, RP_BY_EFFORT, RP_OBJECTIVES };

struct rp_policy {
    uint8_t acceptable[6]; // by severity 1..5: highest acceptable feasibility 0..4 ([0] unused)
    struct rp_loc acceptable_at;
    struct rp_text severity_name[6], level_name[5]; // [1..5], [0..4]
    enum rp_objective objective[RP_OBJECTIVES];
    uint32_t nobjectives;   // stages after "no unacceptable risk"
    uint32_t max_controls;  // 0: no limit
    uint32_t density_milli; // residual defects per 1,000 lines, in thousandths (default 700)
    struct rp_str density_source;
    const struct rp_acceptance *acceptance;
    uint32_t nacceptances;
};

struct rp_device {
    struct rp_item item;
    struct rp_str version, manufacturer, mdr_class, software_class;
    struct rp_text intended_purpose, essential_performance, environment, out_of_scope;
    struct rp_str document;  // number for PPM-... and RS-..., for example "2026-001"; may be empty
    struct rp_pairs library; // what is chosen about the device library
};

// Free sections of the plan that only people can write: roles, monitoring, end of life ...
struct rp_section {
    struct rp_str key; // word of a closed list, see rempart-model(5)
    struct rp_text text;
    struct rp_loc at;
};

struct rp_model {
    struct rp_device device;
    struct rp_zone *zone;
    struct rp_source_of_risk *source;
    struct rp_component *component;
    struct rp_interface *interface;
    struct rp_flow *flow;
    struct rp_asset *asset;
    struct rp_harm *harm;
    struct rp_control *control;
    struct rp_assumption *assumption;
    uint32_t nzones, nsources, ncomponents, ninterfaces, nflows, nassets, nharms, ncontrols,
        nassumptions; // each with the none at [0]
    struct rp_section *section;
    uint32_t nsections;
    struct rp_policy policy;
    struct rp_words
        evidence; // paths of evidence files, relative to the model; may hold '*' in the last part
    struct rp_words images; // paths of the records of built images, relative to the model
    struct rp_words
        catalogues;       // the maker's own catalogue files (.mal, .yaml), relative to the model
    struct rp_str folder; // of the main file, "" when the current one
    const struct rp_names *names; // every id is interned
    const struct rp_ref *by_name; // name number -> thing; at: of its id
    // Digest of all model files in order of reading (SHA-256, hexadecimal): "which model is this?"
    char hash[65];
};

// Reads rempart.yaml and what it includes, checks everything that can be checked without a
// catalogue, reports all mistakes.  today: days since 1970 (accepted risks out of date), from
// SOURCE_DATE_EPOCH or the clock, given by the caller.
// Gives the model as far as it could be understood, NULL only when there is nothing; the caller
// looks at d->errors.  After errors, references may be of class NONE; without errors none is, except
// where the text gives none.
const struct rp_model *rp_model_read(struct rp_arena *a, struct rp_str path, int64_t today,
                                     struct rp_diags *d);

// What carries that id; class NONE when nothing does.
struct rp_ref rp_model_find(const struct rp_model *m, struct rp_str id);

// The common part of any thing with an id (not TEST); the thing must exist.
const struct rp_item *rp_model_item(const struct rp_model *m, enum rp_class class, uint32_t i);

// A key under `library` with its values, for the schema.
struct rp_schema_pair {
    struct rp_str key, help;
    struct rp_words values;
};

// Appends the JSON Schema (draft-07) of a model file, titles and descriptions in one language.
// What the catalogue knows is given by the caller: kinds as one list per class (may be empty), and the
// choices about the device library.
void rp_model_schema(struct rp_buf *out, enum rp_lang lang, const struct rp_words *kinds_by_class,
                     const struct rp_schema_pair *library, uint32_t nlibrary);

#endif
