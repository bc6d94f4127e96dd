/* commands: what a Shell step runs: its command, the scripts of the tree that it starts or sources, and theirs, each
 * with the folder that it runs in as far as it can be told. And what a build step leaves where. */
#ifndef PIPELINE_SURVEY_COMMANDS_H
#define PIPELINE_SURVEY_COMMANDS_H

#include "pipeline/survey/survey.h"

/* One text: the command itself (path empty), or a script that was reached. */
struct command_text {
    struct str path; /* relative to the tree; empty: the step's command */
    const struct script *script;
    bool shell;
    bool in_files; /* a program that no shell reads (Python, a binary): only its text is known */
};

/* One simple command of a shell text that was reached. */
struct command_use {
    const struct command_text *text;
    const struct script_command *command;
    struct str dir;  /* that it runs in, relative to the tree */
    bool dir_known;  /* false behind a cd that can't be followed */
    struct str file; /* of the tree: what it runs or sources; empty: a program from elsewhere */
    const struct script_word *file_word;
    bool sourced;
};

struct step_commands {
    struct command_text *texts;
    size_t text_count, text_cap;
    struct command_use *uses;
    size_t use_count, use_cap;
    struct str dir; /* working directory, relative to the tree */
    bool has_dir;   /* the step names one */
    bool all_known; /* every program of the tree could be read: nothing is hidden in a binary, or behind make */
};

/* Of the step's command, or of its dry run's. */
const struct step_commands *step_commands(struct survey *s, const struct survey_step *e, bool dry_run);
/* The step's word for the command: where findings about it point. */
const struct node *step_command_node(const struct survey_step *e);
/* The place of a byte of a text that was reached: in the pipeline where it is the command itself. */
struct fault_place command_place(struct survey *s, const struct survey_step *e, const struct command_text *t,
                                 uint32_t offset);

struct build_output {
    struct str path; /* relative to the tree */
};

/* What a pipeline's build step does. */
struct build_facts {
    bool there, empty;  /* empty: neither command nor arguments */
    bool shell;         /* its command is a shell with -c */
    bool opaque;        /* it runs make, or a script: what it leaves is not known */
    struct str command; /* all words joined by blanks */
    struct script script;
    struct build_output *outputs;
    size_t output_count, output_cap;
};

void build_read(struct survey *s, const struct survey_pipeline *p, struct build_facts *b);
/* Whether a step of the pipeline runs what is built; true where what it leaves is not known. */
bool build_is_run(struct survey *s, const struct survey_pipeline *p, const struct build_facts *b);

#endif
