// SPDX-License-Identifier: Apache-2.0
/*
 * Keys of what can happen and what is decided about it: harms, controls, assumptions, free sections.
 */
#include "model/keys.h"

static const char *const needs[] = {"availability", "integrity", "confidentiality", "auditability",
                                    NULL};

static const struct rp_key cause[] = {
    {.name = "asset",
     .type = RP_KEY_REF,
     .required = true,
     RP_FIELD(struct rp_cause, asset),
     .classes = 1 << RP_CLASS_ASSET,
     .title = {"Asset", "Bien"},
     .help = {"The data or function.", "La donnée ou la fonction."}},
    {.name = "loses",
     .type = RP_KEY_CHOICE,
     .required = true,
     RP_FIELD(struct rp_cause, need),
     .words = needs,
     .title = {"Loses", "Perd"},
     .help = {"The need that, once lost, leads to the harm.",
              "Le besoin dont la perte conduit au dommage."}},
};
static const struct rp_keys keys_cause = {"cause", RP_KEYS(cause), sizeof(struct rp_cause),
                                          offsetof(struct rp_cause, at), RP_CLASS_NONE};

static const char *const cases[] = {"target", "gateway", NULL};
static const char *const patients[] = {"one", "many", NULL};

static const struct rp_key harm[] = {
    RP_ITEM_KEYS(struct rp_harm),
    {.name = "hazard",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_harm, hazard),
     .title = {"Hazard", "Danger"},
     .help = {"ISO 14971: the potential source of harm.",
              "ISO 14971 : la source potentielle de dommage."}},
    {.name = "situation",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_harm, situation),
     .title = {"Hazardous situation", "Situation dangereuse"},
     .help = {"ISO 14971: how somebody comes to be exposed to the hazard.",
              "ISO 14971 : comment quelqu’un se trouve exposé au danger."}},
    {.name = "harm",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_harm, harm),
     .title = {"Harm", "Dommage"},
     .help = {"ISO 14971: the injury or damage.", "ISO 14971 : la blessure ou l’atteinte."}},
    {.name = "severity",
     .type = RP_KEY_NUMBER,
     RP_FIELD(struct rp_harm, severity),
     .at_off = offsetof(struct rp_harm, severity_at),
     .min = 1,
     .max = 5,
     .title = {"Severity", "Gravité"},
     .help = {"1 to 5, as in the safety risk file. Every harm needs it.",
              "De 1 à 5, comme dans le dossier de gestion des risques. Chaque dommage en a une."}},
    {.name = "case",
     .type = RP_KEY_CHOICE,
     .required = true,
     RP_FIELD(struct rp_harm, scenario),
     .words = cases,
     .title = {"Case", "Cas"},
     .help = {"target: the patient is hurt because the device is attacked; gateway: something else "
              "is reached through the device.",
              "target (cible) : le patient est atteint car le dispositif est attaqué ; gateway "
              "(passerelle) : autre chose est atteint à travers le dispositif."}},
    {.name = "patients",
     .type = RP_KEY_CHOICE,
     RP_FIELD(struct rp_harm, many_patients),
     .words = patients,
     .title = {"Patients", "Patients"},
     .help = {"one (when not given) or many: how many the same attack can hurt.",
              "one (par défaut) ou many : combien une même attaque peut en atteindre."}},
    {.name = "causes",
     .type = RP_KEY_ITEMS,
     RP_FIELD(struct rp_harm, cause),
     .count_off = offsetof(struct rp_harm, ncauses),
     .keys = &keys_cause,
     .title = {"Causes", "Causes"},
     .help = {"Each is enough alone. Every harm needs one at least.",
              "Chacune suffit à elle seule. Chaque dommage en a au moins une."}},
    {.name = "risk-id",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_harm, risk_id),
     .title = {"Risk file entry", "Entrée du dossier de risques"},
     .help = {"Its reference in the ISO 14971 file.", "Sa référence dans le dossier ISO 14971."}},
};
const struct rp_keys rp_keys_harm = {"harm", RP_KEYS(harm), sizeof(struct rp_harm), 0,
                                     RP_CLASS_HARM};

static const struct rp_key side_effects[] = {
    {.name = "text",
     .type = RP_KEY_TEXT,
     .required = true,
     RP_FIELD(struct rp_control, side_effects),
     .title = {"Text", "Texte"},
     .help = {"What the control can do to the patient’s safety and to essential performance.",
              "Ce que la mesure peut faire à la sécurité du patient et aux performances "
              "essentielles."}},
    {.name = "assessed-by",
     .type = RP_KEY_LINE,
     .required = true,
     RP_FIELD(struct rp_control, assessed_by),
     .title = {"Assessed by", "Évalué par"},
     .help = {"Name of the person.", "Nom de la personne."}},
    {.name = "assessed-on",
     .type = RP_KEY_DATE,
     .required = true,
     RP_FIELD(struct rp_control, assessed_on),
     .title = {"Assessed on", "Évalué le"},
     .help = {"Date, year first: 2026-09-25.", "Date, année d’abord : 2026-09-25."}},
};
static const struct rp_keys keys_side_effects = {"side-effects", RP_KEYS(side_effects), 0, 0,
                                                 RP_CLASS_NONE};

static const char *const states[] = {"existing", "planned", "candidate", "refused", NULL};

static const struct rp_key control[] = {
    RP_ITEM_KEYS(struct rp_control),
    {.name = "control",
     .type = RP_KEY_KIND,
     .required = true,
     RP_FIELD(struct rp_control, item.kind),
     .kinds_of = RP_CLASS_CONTROL,
     .title = {"Control", "Mesure"},
     .help = {"A control of the catalogue.", "Une mesure du catalogue."}},
    {.name = "at",
     .type = RP_KEY_REFS,
     RP_FIELD(struct rp_control, at),
     .classes = 1 << RP_CLASS_ZONE | 1 << RP_CLASS_COMPONENT | 1 << RP_CLASS_INTERFACE |
                1 << RP_CLASS_FLOW | 1 << RP_CLASS_ASSET,
     .title = {"Places", "Lieux"},
     .help =
         {"Zones, components, interfaces, flows or assets. A candidate or refused control without "
          "a place is meant everywhere it fits.",
          "Zones, composants, interfaces, flux ou biens. Une mesure candidate ou refusée sans "
          "lieu vaut partout où elle convient."}},
    {.name = "state",
     .type = RP_KEY_CHOICE,
     .required = true,
     RP_FIELD(struct rp_control, state),
     .at_off = offsetof(struct rp_control, state_at),
     .words = states,
     .title = {"State", "État"},
     .help = {"existing, planned, candidate: may be chosen, or refused: with a reason.",
              "existing (existante), planned (prévue), candidate : peut être choisie, ou refused "
              "(refusée) : avec un motif."}},
    {.name = "reason",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_control, reason),
     .title = {"Reason", "Motif"},
     .help = {"Why it was decided so; a refused control needs one.",
              "Pourquoi c’est décidé ainsi ; une mesure refusée en a besoin."}},
    {.name = "requirement",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_control, requirement),
     .title = {"Requirement", "Exigence"},
     .help = {"Its id in the manufacturer’s own list.",
              "Son identifiant dans la liste du fabricant."}},
    {.name = "requirement-text",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_control, requirement_text),
     .title = {"Text of the requirement", "Texte de l’exigence"},
     .help = {"Replaces the catalogue’s.", "Remplace celui du catalogue."}},
    {.name = "tests",
     .type = RP_KEY_TESTS,
     RP_FIELD(struct rp_control, tests),
     .title = {"Tests", "Essais"},
     .help =
         {"Ids of the tests that show that it works; all must pass on this version.",
          "Identifiants des essais qui la vérifient ; tous doivent réussir sur cette version."}},
    {.name = "owner",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_control, owner),
     .title = {"Owner", "Responsable"},
     .help = {"Who brings it about.", "Qui la met en place."}},
    {.name = "side-effects",
     .type = RP_KEY_MAP,
     .keys = &keys_side_effects,
     .title = {"Side effects", "Effets indésirables"},
     .help = {"Its effects on safety, as assessed.",
              "Ses effets sur la sécurité du patient, tels qu’évalués."}},
};
const struct rp_keys rp_keys_control = {"control", RP_KEYS(control), sizeof(struct rp_control), 0,
                                        RP_CLASS_CONTROL};

static const struct rp_key assumption[] = {
    RP_ITEM_KEYS(struct rp_assumption),
    {.name = "on",
     .type = RP_KEY_LINE,
     .required = true,
     RP_FIELD(struct rp_assumption, on),
     .title = {"On whom", "À qui"},
     .help = {"Who must fulfil it: the hospital, the user, a supplier.",
              "Qui doit la remplir : l’hôpital, l’utilisateur, un fournisseur."}},
    {.name = "justification",
     .type = RP_KEY_TEXT,
     .required = true,
     RP_FIELD(struct rp_assumption, justification),
     .title = {"Justification", "Justification"},
     .help = {"Why it may be relied on.", "Pourquoi on peut s’y fier."}},
    {.name = "ifu",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_assumption, ifu),
     .title = {"Instructions for use", "Notice"},
     .help = {"Where the instructions for use ask for it.",
              "Où la notice d’utilisation le demande."}},
};
const struct rp_keys rp_keys_assumption = {"assumption", RP_KEYS(assumption),
                                           sizeof(struct rp_assumption), 0, RP_CLASS_ASSUMPTION};

#define SECTION(name_, title_en, title_fr, help_en, help_fr)                                       \
    {                                                                                              \
        .name = (name_), .type = RP_KEY_TEXT, .title = {title_en, title_fr},                       \
        .help = {help_en, help_fr},                                                                \
    }
static const struct rp_key section[] = {
    SECTION("scope", "Scope", "Périmètre", "Versions and parts that the documents cover.",
            "Versions et parties que les documents couvrent."),
    SECTION("context", "Context", "Contexte", "Where, by whom and how the device is used.",
            "Où, par qui et comment le dispositif est utilisé."),
    SECTION("verification", "Verification", "Vérification",
            "Families of tests, tools, independence of the testers.",
            "Familles d’essais, outils, indépendance des testeurs."),
    SECTION("monitoring", "Monitoring", "Veille",
            "Sources watched, how often, delays to answer and to update.",
            "Sources suivies, fréquence, délais de réponse et de mise à jour."),
    SECTION("updates", "Updates", "Mises à jour", "How updates are made, signed and delivered.",
            "Comment les mises à jour sont faites, signées et livrées."),
    SECTION("end-of-life", "End of life", "Fin de vie",
            "Taking out of service, erasing or handing over data.",
            "Mise hors service, effacement ou remise des données."),
    SECTION("roles", "Roles", "Rôles", "Who answers for what, with which competence.",
            "Qui répond de quoi, avec quelles compétences."),
    SECTION("changes", "Changes", "Évolutions", "What changed since the last version.",
            "Ce qui a changé depuis la version précédente."),
    SECTION("activities", "Activities", "Activités",
            "Security activities done, and deviations from the plan.",
            "Activités de sécurité réalisées, et écarts au plan."),
    SECTION("limits", "Limits", "Limites", "What was not examined, open questions.",
            "Ce qui n’a pas été examiné, questions ouvertes."),
    SECTION("benefit-risk", "Benefit and risk", "Bénéfice et risque",
            "Residual risk against the benefit, with the safety file.",
            "Risque résiduel au regard du bénéfice, avec le dossier de sécurité."),
    SECTION("references", "References", "Références",
            "Standards with their edition, other documents.",
            "Normes avec leur édition, autres documents."),
};
const struct rp_keys rp_keys_section = {"section", RP_KEYS(section), 0, 0, RP_CLASS_NONE};
