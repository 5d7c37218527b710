// SPDX-License-Identifier: Apache-2.0
/*
 * Keys of the outermost map, of the device itself and of the policy.
 */
#include "model/keys.h"

static const char *const mdr_classes[] = {"I",   "Is", "Im", "Ir", "IIa", "IIb",
                                          "III", "A",  "B",  "C",  "D",   NULL};
static const char *const software_classes[] = {"A", "B", "C", NULL};

static const struct rp_key device[] = {
    RP_ITEM_KEYS(struct rp_device),
    {.name = "version",
     .type = RP_KEY_LINE,
     .required = true,
     RP_FIELD(struct rp_device, version),
     .title = {"Version", "Version"},
     .help = {"The version that is assessed; evidence must be of this one.",
              "La version évaluée ; les preuves doivent porter sur elle."}},
    {.name = "manufacturer",
     .type = RP_KEY_LINE,
     .required = true,
     RP_FIELD(struct rp_device, manufacturer),
     .title = {"Manufacturer", "Fabricant"},
     .help = {"As on the label.", "Comme sur l’étiquette."}},
    {.name = "mdr-class",
     .type = RP_KEY_CHOICE_LINE,
     RP_FIELD(struct rp_device, mdr_class),
     .words = mdr_classes,
     .title = {"MDR or IVDR class", "Classe RDM ou RDIV"},
     .help = {"I, Is, Im, Ir, IIa, IIb, III (MDR) or A, B, C, D (IVDR).",
              "I, Is, Im, Ir, IIa, IIb, III (RDM) ou A, B, C, D (RDIV)."}},
    {.name = "software-class",
     .type = RP_KEY_CHOICE_LINE,
     RP_FIELD(struct rp_device, software_class),
     .words = software_classes,
     .title = {"IEC 62304 class", "Classe IEC 62304"},
     .help = {"A, B or C.", "A, B ou C."}},
    {.name = "intended-purpose",
     .type = RP_KEY_TEXT,
     .required = true,
     RP_FIELD(struct rp_device, intended_purpose),
     .title = {"Intended purpose", "Destination"},
     .help = {"What the device is for.", "Ce à quoi le dispositif est destiné."}},
    {.name = "essential-performance",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_device, essential_performance),
     .title = {"Essential performance", "Performances essentielles"},
     .help = {"What must go on for the patient to be safe.",
              "Ce qui doit continuer pour que le patient soit en sécurité."}},
    {.name = "environment",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_device, environment),
     .title = {"Environment of use", "Environnement d’utilisation"},
     .help = {"Where and by whom it is used.", "Où et par qui il est utilisé."}},
    {.name = "out-of-scope",
     .type = RP_KEY_TEXT,
     RP_FIELD(struct rp_device, out_of_scope),
     .title = {"Out of scope", "Hors périmètre"},
     .help = {"What was left out of the analysis, and why.",
              "Ce qui est laissé hors de l’analyse, et pourquoi."}},
    {.name = "document",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_device, document),
     .title = {"Document number", "Numéro de document"},
     .help = {"For PPM-… and RS-…, for example 2026-001.",
              "Pour PPM-… et RS-…, par exemple 2026-001."}},
    {.name = "library",
     .type = RP_KEY_PAIRS,
     RP_FIELD(struct rp_device, library),
     .title = {"Device library", "Bibliothèque embarquée"},
     .help = {"What is chosen once for the device library, where the library provides controls of "
              "this device; it becomes part of the plan and of what is exported for the build.",
              "Ce qui est choisi une fois pour la bibliothèque embarquée, là où elle fournit des "
              "mesures de ce dispositif ; cela entre dans le plan et dans l’export pour la "
              "construction."}},
};
const struct rp_keys rp_keys_device = {"device", RP_KEYS(device), 0, 0, RP_CLASS_NONE};

// The words' indexes are the levels 0 to 4.
static const char *const levels[] = {"none", "V1", "V2", "V3", "V4", NULL};

#define ACCEPTABLE(digit, i)                                                                       \
    {                                                                                              \
        .name = (digit), .type = RP_KEY_CHOICE, .required = true,                                  \
        .off = offsetof(struct rp_policy, acceptable) + (i), .size = sizeof(uint8_t),              \
        .words = levels, .title = {"Severity " digit, "Gravité " digit},                           \
        .help = {"none, or the highest feasibility that is acceptable: V1 to V4.",                 \
                 "none (aucune), ou la plus haute faisabilité acceptable : V1 à V4."},             \
    }
static const struct rp_key acceptable[] = {ACCEPTABLE("1", 1), ACCEPTABLE("2", 2),
                                           ACCEPTABLE("3", 3), ACCEPTABLE("4", 4),
                                           ACCEPTABLE("5", 5)};
static const struct rp_keys keys_acceptable = {"acceptable", RP_KEYS(acceptable), 0, 0,
                                               RP_CLASS_NONE};

#define SEVERITY(digit, i)                                                                         \
    {                                                                                              \
        .name = (digit), .type = RP_KEY_TEXT,                                                      \
        .off = offsetof(struct rp_policy, severity_name) + (i) * sizeof(struct rp_text),           \
        .size = sizeof(struct rp_text), .title = {"Severity " digit, "Gravité " digit},            \
        .help = {"Its name in the manufacturer’s scale.", "Son nom dans l’échelle du fabricant."}, \
    }
static const struct rp_key severities[] = {SEVERITY("1", 1), SEVERITY("2", 2), SEVERITY("3", 3),
                                           SEVERITY("4", 4), SEVERITY("5", 5)};
static const struct rp_keys keys_severities = {"severity-names", RP_KEYS(severities), 0, 0,
                                               RP_CLASS_NONE};

#define LEVEL(word, i)                                                                             \
    {                                                                                              \
        .name = (word), .type = RP_KEY_TEXT,                                                       \
        .off = offsetof(struct rp_policy, level_name) + (i) * sizeof(struct rp_text),              \
        .size = sizeof(struct rp_text), .title = {"Level " word, "Niveau " word},                  \
        .help = {"Its name in the manufacturer’s scale.", "Son nom dans l’échelle du fabricant."}, \
    }
static const struct rp_key level_names[] = {LEVEL("none", 0), LEVEL("V1", 1), LEVEL("V2", 2),
                                            LEVEL("V3", 3), LEVEL("V4", 4)};
static const struct rp_keys keys_levels = {"level-names", RP_KEYS(level_names), 0, 0,
                                           RP_CLASS_NONE};

static const struct rp_key accepted[] = {
    {.name = "harm",
     .type = RP_KEY_REF,
     .required = true,
     RP_FIELD(struct rp_acceptance, harm),
     .classes = 1 << RP_CLASS_HARM,
     .title = {"Harm", "Dommage"},
     .help = {"Whose risk is accepted.", "Celui dont le risque est accepté."}},
    {.name = "by",
     .type = RP_KEY_LINE,
     .needed = true,
     RP_FIELD(struct rp_acceptance, by),
     .title = {"By", "Par"},
     .help = {"Name of the person who accepts it. Always needed.",
              "Nom de la personne qui l’accepte. Toujours nécessaire."}},
    {.name = "role",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_acceptance, role),
     .title = {"Role", "Rôle"},
     .help = {"In what function.", "En quelle qualité."}},
    {.name = "until",
     .type = RP_KEY_DATE,
     .required = true,
     RP_FIELD(struct rp_acceptance, until),
     .at_off = offsetof(struct rp_acceptance, until_at),
     .title = {"Until", "Jusqu’au"},
     .help = {"Last day on which it counts.", "Dernier jour où elle vaut."}},
    {.name = "reason",
     .type = RP_KEY_TEXT,
     .required = true,
     RP_FIELD(struct rp_acceptance, reason),
     .title = {"Reason", "Motif"},
     .help = {"Why the risk may be accepted.", "Pourquoi le risque peut être accepté."}},
};
static const struct rp_keys keys_accepted = {"accepted", RP_KEYS(accepted),
                                             sizeof(struct rp_acceptance),
                                             offsetof(struct rp_acceptance, at), RP_CLASS_NONE};

static const char *const objectives[] = {"kinds", "places", "malfunction", "effort", NULL};

static const struct rp_key policy[] = {
    {.name = "acceptable",
     .type = RP_KEY_MAP,
     .required = true,
     .keys = &keys_acceptable,
     .at_off = offsetof(struct rp_policy, acceptable_at),
     .title = {"Acceptability", "Acceptabilité"},
     .help = {"For each severity the highest feasibility that is acceptable.",
              "Pour chaque gravité, la plus haute faisabilité acceptable."}},
    {.name = "severity-names",
     .type = RP_KEY_MAP,
     .keys = &keys_severities,
     .title = {"Names of severities", "Noms des gravités"},
     .help = {"Replace negligible, minor, serious, critical, catastrophic.",
              "Remplacent négligeable, mineure, grave, critique, catastrophique."}},
    {.name = "level-names",
     .type = RP_KEY_MAP,
     .keys = &keys_levels,
     .title = {"Names of levels", "Noms des niveaux"},
     .help = {"Replace not feasible, unlikely, likely, very likely, nearly certain.",
              "Remplacent infaisable, peu vraisemblable, vraisemblable, très vraisemblable, quasi "
              "certain."}},
    {.name = "objective",
     .type = RP_KEY_CHOICES,
     RP_FIELD(struct rp_policy, objective),
     .count_off = offsetof(struct rp_policy, nobjectives),
     .words = objectives,
     .title = {"Objective", "Objectif"},
     .help = {"What to make small, in this order, once no risk is unacceptable: kinds of control, "
              "places, added malfunction, effort. [kinds, places, malfunction] when not given.",
              "Ce qu’il faut réduire, dans cet ordre, une fois tout risque acceptable : kinds "
              "(types de mesures), places (lieux), malfunction (défaillances ajoutées), effort. "
              "Par défaut [kinds, places, malfunction]."}},
    {.name = "max-controls",
     .type = RP_KEY_NUMBER,
     RP_FIELD(struct rp_policy, max_controls),
     .min = 1,
     .max = 10000,
     .title = {"Most controls", "Nombre maximal de mesures"},
     .help = {"A selection with more kinds is refused; no limit when not given.",
              "Une sélection de plus de types est refusée ; sans limite par défaut."}},
    {.name = "defect-density",
     .type = RP_KEY_DECIMAL,
     RP_FIELD(struct rp_policy, density_milli),
     .min = 1,
     .max = 1000000,
     .title = {"Defect density", "Densité de défauts"},
     .help = {"Residual defects in 1,000 lines of the manufacturer’s code, up to 1000 with three "
              "decimals; 0.7 when not given.",
              "Défauts résiduels pour 1 000 lignes de code du fabricant, jusqu’à 1000 avec trois "
              "décimales ; 0.7 par défaut."}},
    {.name = "defect-density-source",
     .type = RP_KEY_LINE,
     RP_FIELD(struct rp_policy, density_source),
     .title = {"Source of the density", "Source de la densité"},
     .help = {"Where the figure comes from.", "D’où vient ce chiffre."}},
    {.name = "accepted",
     .type = RP_KEY_ITEMS,
     .off = offsetof(struct rp_policy, acceptance),
     .count_off = offsetof(struct rp_policy, nacceptances),
     .keys = &keys_accepted,
     .title = {"Accepted risks", "Risques acceptés"},
     .help = {"Risks that somebody answers for although they are not acceptable.",
              "Risques dont quelqu’un répond bien qu’ils ne soient pas acceptables."}},
};
const struct rp_keys rp_keys_policy = {"policy", RP_KEYS(policy), 0, 0, RP_CLASS_NONE};

#define THINGS(name_, keys_, title_en, title_fr, help_en, help_fr)                                 \
    {                                                                                              \
        .name = (name_), .type = RP_KEY_ITEMS, .keys = (keys_), .title = {title_en, title_fr},     \
        .help = {help_en, help_fr},                                                                \
    }
static const struct rp_key top[] = {
    {.name = "rempart",
     .type = RP_KEY_NUMBER,
     .title = {"Format", "Format"},
     .min = 1,
     .max = 1,
     .help = {"Version of the format: 1. The main file needs it.",
              "Version du format : 1. Le fichier principal en a besoin."}},
    {.name = "device",
     .type = RP_KEY_MAP,
     RP_FIELD(struct rp_model, device),
     .keys = &rp_keys_device,
     .title = {"Device", "Dispositif"},
     .help = {"What is assessed. Once in the whole model.",
              "Ce qui est évalué. Une fois dans tout le modèle."}},
    {.name = "include",
     .type = RP_KEY_PATHS,
     .title = {"Further files", "Autres fichiers"},
     .help = {"Files with more of the same sections, relative to this one.",
              "Fichiers qui complètent ces sections, relatifs à celui-ci."}},
    {.name = "catalogues",
     .type = RP_KEY_PATHS,
     RP_FIELD(struct rp_model, catalogues),
     .title = {"Catalogues", "Catalogues"},
     .help = {"The maker’s own techniques and controls (.mal, .yaml), relative to the main file.",
              "Techniques et mesures du fabricant (.mal, .yaml), relatives au fichier principal."}},
    {.name = "evidence",
     .type = RP_KEY_PATHS,
     RP_FIELD(struct rp_model, evidence),
     .title = {"Evidence", "Preuves"},
     .help = {"Test results in JUnit XML, relative to the main file; the last part may hold *.",
              "Résultats d’essais en JUnit XML, relatifs au fichier principal ; la dernière partie "
              "peut contenir *."}},
    {.name = "images",
     .type = RP_KEY_PATHS,
     RP_FIELD(struct rp_model, images),
     .title = {"Built images", "Images construites"},
     .help =
         {"Records that the build wrote of the images it made (image.json), relative to the main "
          "file. With them, a control that the device library provides is verified only by "
          "results of an image that was built from this plan and holds the control’s module.",
          "Fiches que la construction a écrites des images produites (image.json), relatives au "
          "fichier principal. Avec elles, une mesure que fournit la bibliothèque du dispositif "
          "n’est vérifiée que par les résultats d’une image construite d’après ce plan et "
          "contenant le module de la mesure."}},
    THINGS("zones", &rp_keys_zone, "Zones", "Zones",
           "Where things are and who can be there; the border of a zone is a trust boundary.",
           "Où sont les choses et qui peut y être ; le bord d’une zone est une frontière de "
           "confiance."),
    THINGS("sources", &rp_keys_source, "Sources of risk", "Sources de risque",
           "Who could attack, from where, with what.", "Qui pourrait attaquer, d’où, avec quoi."),
    THINGS("components", &rp_keys_component, "Components", "Composants",
           "Hardware and software of the device and around it.",
           "Matériel et logiciel du dispositif et autour de lui."),
    THINGS("flows", &rp_keys_flow, "Flows", "Flux", "Data and commands between components.",
           "Données et commandes entre composants."),
    THINGS("assets", &rp_keys_asset, "Assets", "Biens", "Data and functions to protect.",
           "Données et fonctions à protéger."),
    THINGS("harms", &rp_keys_harm, "Harms", "Dommages", "What could happen.",
           "Ce qui pourrait arriver."),
    THINGS("controls", &rp_keys_control, "Controls", "Mesures de maîtrise",
           "What is decided about controls.", "Ce qui est décidé des mesures de maîtrise."),
    THINGS("assumptions", &rp_keys_assumption, "Assumptions", "Hypothèses",
           "What the device relies on outside itself.",
           "Ce sur quoi le dispositif compte en dehors de lui."),
    {.name = "policy",
     .type = RP_KEY_MAP,
     RP_FIELD(struct rp_model, policy),
     .keys = &rp_keys_policy,
     .title = {"Policy", "Politique"},
     .help = {"Scales, acceptability, objective, accepted risks. Once in the whole model.",
              "Échelles, acceptabilité, objectif, risques acceptés. Une fois dans tout le "
              "modèle."}},
    {.name = "sections",
     .type = RP_KEY_SECTIONS,
     .keys = &rp_keys_section,
     .title = {"Free sections", "Sections libres"},
     .help = {"Text for the documents that only people can write.",
              "Texte des documents que seules des personnes peuvent écrire."}},
};
const struct rp_keys rp_keys_top = {"model", RP_KEYS(top), 0, 0, RP_CLASS_NONE};
