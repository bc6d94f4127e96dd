;; Run by emacs.py with the page's own configuration: what stands at the mistake, its fix, and the file saved. -*- lexical-binding: t -*-
(require 'json)
(require 'flymake)

(defvar with-lsp-mode (equal (getenv "EDITOR_CLIENT") "lsp-mode"))

(defun say (name value)
  (princ (format "\n%s %s\n" name (json-encode value))))

(defun until-so (what is-so)
  (let ((end (+ (float-time) 20)))
    (while (and (not (funcall is-so)) (< (float-time) end))
      (accept-process-output nil 0.01))
    (unless (funcall is-so)
      (say "gave_up" what)
      (kill-emacs 1))))

(defun found ()
  (if with-lsp-mode
      (append (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics)) nil)
    ;; Both wait until Emacs is idle, which it never is in batch mode.
    (eglot--signal-textDocument/didChange)
    (unless eglot--current-flymake-report-fn (flymake-start))
    (flymake-diagnostics)))

(defun told (d)
  (if with-lsp-mode
      (let* ((range (lsp:diagnostic-range d))
             (start (lsp--position-to-point (lsp:range-start range)))
             (end (lsp--position-to-point (lsp:range-end range))))
        (list start end (lsp:diagnostic-message d)))
    (list (flymake-diagnostic-beg d) (flymake-diagnostic-end d) (flymake-diagnostic-text d))))

(defun change (from to)
  (save-excursion
    (goto-char (point-min))
    (search-forward from)
    (replace-match to t t)))

(setq make-backup-files nil create-lockfiles nil)
(with-current-buffer (find-file-noselect (getenv "TREE_FILE"))
  (run-hooks 'post-command-hook) ; eglot waits for the end of a command, which batch mode has none of
  (until-so "a server" (if with-lsp-mode #'lsp-workspaces #'eglot-current-server))
  (until-so "a diagnostic" #'found)
  (say "diagnostics"
       (vconcat (mapcar (lambda (d)
                          (pcase-let ((`(,start ,end ,message) (told d)))
                            (save-excursion
                              (goto-char start)
                              (list :line (1- (line-number-at-pos)) :start (current-column)
                                    :text (buffer-substring-no-properties start end) :message message))))
                        (found))))
  (goto-char (car (told (car (found)))))
  ;; Who is asked which action to take takes the one that writes the right name.
  (let ((last-nonmenu-event t) ; asked by the keyboard, not by a menu
        asked)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt actions &rest _)
                 (setq asked (all-completions "" actions))
                 (seq-find (lambda (title) (string-match-p "write cluster" title)) asked))))
      (if with-lsp-mode
          (lsp-execute-code-action-by-kind "quickfix")
        (eglot-code-actions (point) nil "quickfix" t)))
    (say "asked" (vconcat asked)))
  (until-so "no diagnostic after the fix" (lambda () (not (found))))
  (save-buffer)
  (change "cluster:" "clutser:")
  (until-so "the diagnostic of a new mistake" #'found)
  (change "clutser:" "cluster:")
  (until-so "no diagnostic after it is taken back" (lambda () (not (found))))
  (save-buffer)
  (say "done" t))
(kill-emacs 0)
