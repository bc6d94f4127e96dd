/* run: which rules run, how severe they are, and where their findings go. */
#ifndef RULE_RUNNER_H
#define RULE_RUNNER_H

#include "rule/rule.h"

/* One entry of the project file for a rule with parameters. */
struct rule_use {
    enum severity severity;
    const struct node *parameters; /* a mapping of checked values, or NULL; lives as long as the run */
};

struct rule_uses {
    struct rule_use *items;
    size_t count, cap;
};

/* What the project file and the flags say about rules. Constant while rules run. */
struct rule_settings {
    const struct window *window;
    enum severity *severity; /* by position in rules[]; SEVERITY_OFF switches a rule off, with all its uses */
    struct rule_uses *uses;  /* by position in rules[]; a rule with none runs once, without parameters */
    /* Rules that a team wrote itself, in YAML, with their severities; whoever reads them runs them. */
    const struct rule *const *own;
    enum severity *own_severity;
    size_t own_count;
    bool own_read; /* somebody looked for own rules: what is not there is unknown */
};

/* Every rule at its own severity, without parameters. The tables live in the arena. */
void rule_settings_init(struct rule_settings *s, struct arena *a, const struct window *window);
/* Adds a team's own rules, at their own severities; they outlive the settings. The table lives in the arena. */
void rule_settings_own(struct rule_settings *s, struct arena *a, const struct rule *const *own, size_t count);
/* The rule of this id, or of this former id, own rules included; NULL where there is none. */
const struct rule *rule_settings_find(const struct rule_settings *s, struct str id);
/* How severe an own rule is here. */
enum severity rule_settings_severity(const struct rule_settings *s, const struct rule *own);
/* Gives the rule and all its uses this severity. False when no rule has this id. */
bool rule_settings_set(struct rule_settings *s, struct str id, enum severity severity);
/* Adds a use of the rule. False when no rule has this id. */
bool rule_settings_use(struct rule_settings *s, struct arena *a, struct str id, struct rule_use use);
/* The first rule that is on and lacks what it must be told, or NULL. */
const struct rule *rule_settings_lacking(const struct rule_settings *s);

/* The same without the rules that would judge how jobs were written, which can't be seen in what Prow wrote with
 * defaults and presets applied (struct rule.of_resolved). The table lives in the arena. */
struct rule_settings rule_settings_resolved(struct arena *a, const struct rule_settings *s);

/* The same without the rules that follow from the main file (struct rule.needs_main), for a tree whose main file is not
 * given or did not load; those that would have run are named as not evaluated, for this reason. The table lives in the
 * arena, the reason as long as the findings. */
struct rule_settings rule_settings_without_main(struct arena *a, const struct rule_settings *s, struct findings *out,
                                                struct str reason);

/* Whether there is a rule of this id and it runs. */
bool rule_is_on(const struct rule_settings *s, struct str id);

/* One run of a rule: its only one, or one for a use of it that is not off. */
struct rule_run {
    const struct rule *rule;
    enum severity severity;
    const struct node *parameters;
};

/* What runs for every file and every job, found once: most rules are off, or look at something else. */
struct rule_runs {
    const struct rule_settings *settings;
    struct rule_run *file, *job; /* in the order of rules[] */
    size_t file_count, job_count;
};

/* In the arena; holds as long as the settings stay as they are. */
void rule_runs_init(struct rule_runs *r, struct arena *a, const struct rule_settings *s);

/* Calls every active rule that has this callback. Findings go to out, which one thread uses at a time. */
void run_file_rules(const struct rule_runs *r, struct findings *out, const struct prow_file *file);
void run_job_rules(const struct rule_runs *r, struct findings *out, const struct job *job);

/* What stands between the runner and rules with tree: how much of the tree each sees, and whether it has to run. */
struct tree_runner {
    void *context;
    /* The findings of this run of the rule, the n-th of its uses, where they are known already; else NULL. */
    const struct findings *(*known)(void *context, const struct rule *r, size_t n);
    /* The tree as the rule may see it, until the next rule runs. */
    const struct prow_tree *(*seen)(void *context, const struct rule *r);
    /* What it found, nothing included. */
    void (*found)(void *context, const struct rule *r, size_t n, const struct findings *f);
    /* The same of one part of the rule's work (begin_part). */
    const struct findings *(*part_known)(void *context, const struct rule *r, size_t n, struct fingerprint part);
    void (*part_found)(void *context, const struct rule *r, size_t n, struct fingerprint part,
                       const struct findings *f);
};
void run_tree_rules(const struct rule_settings *s, struct findings *out, const struct tree_runner *how);
void run_delta_rules(const struct rule_settings *s, struct findings *out, const struct delta *delta);

/* Reports a finding of a rule that has no callback of its own because the engine itself finds it: what comments,
 * decoding and the versions come to. Returns it for more to be added, or NULL when the rule is off. */
struct finding *report_rule(const struct rule_settings *s, struct findings *out, struct str id, struct place at,
                            const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
