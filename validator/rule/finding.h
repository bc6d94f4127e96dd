/* finding: one rule at one place. Findings and their texts live in the arena of their list. */
#ifndef RULE_FINDING_H
#define RULE_FINDING_H

#include "base/arena.h"
#include "syntax/span.h"

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

/* "off", "info", "warning", "error". */
const char *severity_name(enum severity s);
bool severity_parse(struct str name, enum severity *s);

/* A place in a file of the tree. file is relative to the root, with "/"; its bytes outlive the findings. */
struct place {
    struct str file;
    struct span span;
};

struct related {
    struct place at;
    struct str message;
    struct related *next;
};

/* Text in place of what stands at a place. */
struct edit {
    struct place at;
    struct str text;
};

/* Edits that mend what a finding is about, all or none of them. */
struct fix {
    struct str title;
    bool safe; /* it changes nothing but what the finding is about */
    struct edit *edits;
    size_t count;
};

/* What speaks for a repair: the value that Prow loads stays as it is; it changes, and nothing else can have been meant;
 * it changes, and this is likely. The first two are safe. */
enum repair { REPAIR_SAME, REPAIR_MEANT, REPAIR_LIKELY };

struct finding {
    const struct rule *rule;
    enum severity severity;
    struct place at;
    struct str message;
    struct str prow_message; /* what Prow itself prints for this (upstream, of pipelines); empty when it says nothing */
    struct str path;         /* place in the document: presets[1].labels.preset-x; empty when there is none */
    struct str detail;       /* which deployed version says so, since when; that checkconfig would not; or empty */
    struct str ack;          /* of a change: the acknowledgement that would let it pass, one entry of YAML; or empty */
    struct str *versions;    /* deployed versions that it holds for, where not all */
    size_t version_count;
    struct str *contexts; /* of a pipeline: where it holds, where not everywhere */
    size_t context_count;
    struct related *related; /* in order of reporting */
    bool first;              /* it keeps the main file from being loaded: all else is of less weight */
    struct related *last_related;
    struct fix *fix; /* NULL for most */
    bool suppressed; /* silenced or in the baseline: counted, never decides */
};

/* A rule that could not look at what it is about. */
struct unevaluated {
    const struct rule *rule;
    struct str reason;
};

struct findings {
    struct arena arena;
    struct finding **items;
    size_t count, cap;
    struct unevaluated *not_evaluated;
    size_t not_evaluated_count, not_evaluated_cap;
};

struct finding *findings_add(struct findings *list);
/* The rule could not be evaluated for this reason, a text in the list's arena. */
void findings_not_evaluated(struct findings *list, const struct rule *rule, struct str reason);
/* Moves the findings of from, and the memory they live in, to the end of list; from is empty afterwards. */
void findings_join(struct findings *list, struct findings *from);
/* Adds what from has, which stays as it is and lives longer: its texts are shared, the findings are list's own. */
void findings_copy(struct findings *list, const struct findings *from);
/* The same with texts of its own; only the texts of rules and versions are still shared. */
void findings_copy_whole(struct findings *list, const struct findings *from);
/* Those that come first, then by file, line, column, severity, rule, message; the same finding twice is kept once. What was not evaluated: by rule
 * and reason, likewise. */
void findings_sort(struct findings *list);
void findings_free(struct findings *list);

/* Appends a further place to a finding. */
void finding_relate(struct findings *list, struct finding *f, struct place at, struct str message);

/* The finding is mended by writing value, a text of YAML, for the scalar or key at this place. It is quoted where YAML would
 * read it as something else. */
void finding_repair(struct findings *list, struct finding *f, enum repair kind, struct place at, struct str value);

/* The finding holds for this deployed version; repeat for several. */
void finding_for_version(struct findings *list, struct finding *f, struct str version);

/* Identifies a finding across edits elsewhere in the file: rule, file, path and message, without lines
 * and the numbers of list entries; what stands twice in a file the same way has one fingerprint, twice.
 * 16 hex digits in the arena. The baseline and the JSON report use it. */
struct str finding_fingerprint(struct arena *a, const struct finding *f);
/* What it was while its rule had its former id; empty where the rule had none. Old baselines hold it. */
struct str finding_former_fingerprint(struct arena *a, const struct finding *f);

#endif
