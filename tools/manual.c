/* manual: the man page and the completions of shells, from the table of commands.
 *
 *   manual man|bash|zsh|fish VERSION OUTPUT */
#include "command/command.h"
#include "rule/rule.h"

#include <stdlib.h>
#include <string.h>

static const struct flag no_flags[] = { { NULL, FLAG_SWITCH, NULL, NULL } };

/* Some commands read their words themselves and have no table. */
static const struct flag *flags_of(const struct command *c)
{
    return c->flags ? c->flags : no_flags;
}

/* text with a backslash before every byte of special. */
static void put(FILE *out, const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            fputc('\\', out);
        fputc(*text, out);
    }
}

/* text between single quotes: a shell takes it as it is. */
static void put_quoted(FILE *out, const char *text)
{
    for (; *text; text++)
        fputs(*text == '\'' ? "'\\''" : (char[]){ *text, '\0' }, out);
}

/* roff's own characters: a backslash, a hyphen that is to stay one, and what begins a line as a request. */
static void put_roff(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else
            fputc(*text, out);
    }
}

static void man_command(FILE *out, const struct command *c)
{
    fprintf(out, ".SS %s ", c->name);
    put_roff(out, c->words);
    fputc('\n', out);
    put_roff(out, c->summary);
    fputs(".\n", out);
    for (const struct flag *f = flags_of(c); f->name; f++) {
        fputs(".TP\n\\fB\\-\\-", out);
        put_roff(out, f->name);
        fprintf(out, "\\fR%s", f->value ? " \\fI" : "");
        put_roff(out, f->value ? f->value : "");
        fprintf(out, "%s\n", f->value ? "\\fR" : "");
        put_roff(out, f->help);
        fprintf(out, "%s\n", f->kind == FLAG_LIST ? " (repeat)" : "");
    }
    if (c->note) {
        fputs(".PP\n.nf\n", out);
        put_roff(out, c->note);
        fputs("\n.fi\n", out);
    }
}

static void man(FILE *out, const char *version)
{
    fprintf(out, ".TH PROWGATE 1 \"\" \"prowgate %s\" \"User Commands\"\n", version);
    fputs(".SH NAME\nprowgate \\- a gate in front of Prow: checks configuration against the deployed version\n"
          ".SH SYNOPSIS\n.B prowgate\n\\fICOMMAND\\fR [\\fIFLAGS\\fR] [\\fIARGUMENTS\\fR]\n"
          ".SH DESCRIPTION\nChecks a whole Prow configuration against the version of Prow that is deployed, names "
          "every "
          "mistake with its file, line and column, and shows what a change does to open pull requests.\n"
          ".SH COMMANDS\n",
          out);
    for (size_t i = 0; commands[i]; i++)
        man_command(out, commands[i]);
    fputs(".SH EXIT STATUS\n0: pass. 1: reject. 2: undecided, nothing could be decided; treat it like 1.\n"
          ".SH FILES\n.TP\n.I prowgate.yaml\nwhere things are, which rules count, limits and policies\n"
          ".TP\n.I prowgate.ack.yaml\nacknowledgements of what a change does\n"
          ".TP\n.I prowgate.seal.json\nthe manifest of a sealed tree\n"
          ".SH SEE ALSO\nprowgate explain RULE shows the page of a rule.\n",
          out);
}

static void bash(FILE *out)
{
    fputs("# bash completion for prowgate, made from its table of commands.\n"
          "_prowgate() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W '",
          out);
    for (size_t i = 0; commands[i]; i++)
        fprintf(out, "%s ", commands[i]->name);
    fputs("--help --version' -- \"$cur\"))\n        return\n    fi\n    case ${COMP_WORDS[1]}/$cur in\n", out);
    for (size_t i = 0; commands[i]; i++) {
        fprintf(out, "    %s/-*) words='", commands[i]->name);
        for (const struct flag *f = flags_of(commands[i]); f->name; f++)
            fprintf(out, "--%s ", f->name);
        fputs("' ;;\n", out);
    }
    fputs("    explain/*) words='", out);
    for (size_t i = 0; i < rule_count; i++)
        fprintf(out, "%s ", rules[i]->id);
    fputs("' ;;\n    esac\n"
          "    if [ -n \"$words\" ]; then\n"
          "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
          "    else\n"
          "        compopt -o filenames 2>/dev/null\n"
          "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
          "    fi\n"
          "}\n"
          "complete -F _prowgate prowgate\n",
          out);
}

/* One argument of zsh's _arguments: the description stands between brackets, colons end a part. */
static void zsh_flag(FILE *out, const struct flag *f)
{
    char help[512];

    snprintf(help, sizeof help, "%s", f->help);
    for (char *p = help; *p; p++)
        if (*p == '\'')
            *p = '"';
    fprintf(out, "        '%s--%s%s[", f->kind == FLAG_LIST ? "*" : "", f->name, f->value ? "=" : "");
    put(out, help, "[]:\\");
    fputc(']', out);
    if (f->value) {
        fputc(':', out);
        put(out, f->value, "[]:\\");
        fputs(":_files", out);
    }
    fputs("' \\\n", out);
}

static void zsh(FILE *out)
{
    fputs("#compdef prowgate\n# Made from prowgate's table of commands.\n"
          "_prowgate() {\n    local -a commands rules\n    commands=(\n",
          out);
    for (size_t i = 0; commands[i]; i++) {
        fprintf(out, "        '%s:", commands[i]->name);
        put_quoted(out, commands[i]->summary);
        fputs("'\n", out);
    }
    fputs("    )\n    rules=(", out);
    for (size_t i = 0; i < rule_count; i++)
        fprintf(out, "%s ", rules[i]->id);
    fputs(")\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
          "    shift words\n    (( CURRENT-- ))\n    case $words[1] in\n",
          out);
    for (size_t i = 0; commands[i]; i++) {
        fprintf(out, "    %s)\n        _arguments \\\n", commands[i]->name);
        for (const struct flag *f = flags_of(commands[i]); f->name; f++)
            zsh_flag(out, f);
        fprintf(out, "        '*:%s' ;;\n",
                strcmp(commands[i]->name, "explain") == 0 ? "rule:($rules)" : "file:_files");
    }
    fputs("    esac\n}\n_prowgate \"$@\"\n", out);
}

static void fish_text(FILE *out, const char *text)
{
    fputs(" -d '", out);
    put(out, text, "'\\");
    fputs("'\n", out);
}

static void fish(FILE *out)
{
    fputs("# fish completion for prowgate, made from its table of commands.\n", out);
    for (size_t i = 0; commands[i]; i++) {
        const struct command *c = commands[i];
        fprintf(out, "complete -c prowgate -n __fish_use_subcommand -f -a %s", c->name);
        fish_text(out, c->summary);
        for (const struct flag *f = flags_of(c); f->name; f++) {
            fprintf(out, "complete -c prowgate -n '__fish_seen_subcommand_from %s' -l %s%s", c->name, f->name,
                    f->value ? " -r" : "");
            fish_text(out, f->help);
        }
    }
    fputs("complete -c prowgate -n '__fish_seen_subcommand_from explain' -f -a '", out);
    for (size_t i = 0; i < rule_count; i++)
        fprintf(out, "%s ", rules[i]->id);
    fputs("'\n", out);
}

int main(int argc, char **argv)
{
    const char *kind = argc == 4 ? argv[1] : "";
    FILE *out = argc == 4 ? fopen(argv[3], "w") : NULL;

    if (!out) {
        fputs("usage: manual man|bash|zsh|fish VERSION OUTPUT\n", stderr);
        return EXIT_FAILURE;
    }
    if (strcmp(kind, "man") == 0)
        man(out, argv[2]);
    else if (strcmp(kind, "bash") == 0)
        bash(out);
    else if (strcmp(kind, "zsh") == 0)
        zsh(out);
    else
        fish(out);
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
