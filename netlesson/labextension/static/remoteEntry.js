// A prebuilt JupyterLab extension, written by hand so that it needs no build step.
// A course notebook (metadata: netlesson) gets a class that its style hangs on. If it
// asks for that (run_on_open) and every code cell is trusted, its cells that do
// nothing but call the course run when it is opened. Links between notebooks open them.
// Cells that the course ships (metadata: deletable, editable) cannot be wrecked by a key.
// At Lab's address of one document (/doc/tree/...) a lesson has the page to itself, and
// whoever goes on to the next leaves no kernel behind.
(() => {
  const STYLE = `
    .netlesson-notebook .jp-CodeCell .jp-Cell-inputWrapper:has(.jp-Placeholder) {
      display: none;
    }
    .netlesson-notebook .jp-OutputPrompt {
      visibility: hidden;
    }
    .netlesson-notebook .jp-RenderedMarkdown {
      hyphens: auto;
      overflow-wrap: anywhere;
    }
    .jp-OutputArea-child:has(.netlesson-fallback)
      + .jp-OutputArea-child > .lm-Panel.jp-OutputArea-output:not(:has(*)) {
      display: none;
    }
    .netlesson-notebook .jp-cell-toolbar,
    .netlesson-lesson
      [data-jp-item-name]:is(
        [data-jp-item-name="insert"],
        [data-jp-item-name="cut"],
        [data-jp-item-name="copy"],
        [data-jp-item-name="paste"],
        [data-jp-item-name="run"],
        [data-jp-item-name="cellType"]
      ) {
      display: none;
    }
    body.netlesson-quiet .jp-SideBar {
      min-width: 0 !important;
      max-width: 0.1px !important;
      visibility: hidden;
    }
    body.netlesson-quiet
      :is(#jp-top-panel, #jp-bottom-panel, .netlesson-way > .jp-Toolbar) {
      min-height: 0 !important;
      max-height: 0.1px !important;
      padding: 0;
      border: 0;
      overflow: hidden;
      visibility: hidden;
    }
    body.netlesson-quiet .netlesson-way
      :is(.jp-Collapser, .jp-collapseHeadingButton, .jp-Notebook-footer) {
      visibility: hidden;
    }
    body.netlesson-quiet .netlesson.netlesson .nl-way .nl-way-all {
      display: flex;
    }`;
  const opened = new WeakSet();
  let shared;

  const trusted = (model) =>
    [...model.cells].every((cell) => cell.type !== "code" || cell.trusted);

  // Trust is about output: Jupyter signs anybody's notebook on the first save if it
  // has no output yet. So what runs by itself is also limited to calls of the course
  // with plain arguments; a bracket among them could hide a call of anything else.
  const CALL =
    /^(from netlesson import open_course|(course = open_course|course\.[a-z]\w*)\(["'\w ,.=-]*\)|)$/;
  const callsTheCourse = (cell) =>
    cell.model.type === "code" &&
    cell.model.sharedModel.source.split("\n").every((line) => CALL.test(line));

  const load = async (name) => {
    const versions = Object.values(shared[name]);
    return (await versions[0].get())();
  };

  // A link to the next lesson opens beside this one; followed by the browser it would
  // load all of Lab anew.
  const follow = (app, context, event) => {
    if (event.target.closest(".nl-way-all")) app.shell.mode = "multiple-document";
    const link = event.target.closest('.netlesson a[href$=".ipynb"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const folder = context.path.slice(0, context.path.lastIndexOf("/") + 1);
    app.commands.execute("docmanager:open", { path: folder + link.getAttribute("href") });
  };

  // A lesson says in its first call which one it is, and then shows the way from it.
  const isOnTheWay = (model) =>
    [...model.cells].some((cell) => /^course = open_course\(.*notebook=/m.test(cell.sharedModel.source));

  const WAY = "netlesson-way";
  const isAlone = (app) => app.shell.mode === "single-document";
  const prepared = new WeakSet();

  // Lab's own parts around the lesson take no room; nothing of this is kept, so that
  // Lab is elsewhere as its user left it.
  const clearUp = (app) => {
    const { currentWidget } = app.shell;
    if (currentWidget && !prepared.has(currentWidget)) return;
    const quiet = isAlone(app) && Boolean(currentWidget?.hasClass(WAY));
    document.body.classList.toggle("netlesson-quiet", quiet);
    for (const each of [...app.shell.children(), app.shell, currentWidget]) each?.fit();
  };

  const until = async (test, seconds) => {
    for (const end = Date.now() + 1000 * seconds; Date.now() < end; ) {
      if (test()) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  };

  // What was typed a moment ago is on its way to the kernel. One that does not say that
  // it has it is left alone.
  const letGo = async (panel) => {
    const { context } = panel;
    const { session } = context.sessionContext;
    const arrived = () => !panel.node.querySelector("[data-waits]");
    if (panel.isDisposed || !(await until(arrived, 10))) return;
    await session?.kernel?.requestExecute({ code: "", silent: true }).done;
    if (context.model.dirty && context.contentsModel?.writable) await context.save();
    await context.sessionContext.shutdown();
    context.model.dirty = false;
    panel.dispose();
  };

  const letOthersGo = (app, panel) => {
    for (const each of [...app.shell.widgets("main")])
      if (each !== panel && each.hasClass(WAY))
        letGo(each).catch((error) => console.warn("netlesson: a kernel stays:", error));
  };

  // The browser's "Back" changes Lab's address, but not what Lab shows.
  const goBack = (app) => {
    const path = /\/doc\/(?:workspaces\/[^/]+\/)?tree\/(.*\.ipynb)$/.exec(location.pathname);
    if (path && isAlone(app))
      app.commands.execute("docmanager:open", { path: decodeURIComponent(path[1]) });
  };

  // What Lab may do to cells that are there to be read; what more, to a cell that a
  // learner works in. A cell that the learner added is Lab's alone.
  const TO_READ = ["move-cursor-up", "move-cursor-down", "run-cell", "enter-command-mode"];
  const TO_WORK_IN = ["enter-edit-mode", "insert-cell-above", "insert-cell-below"];
  TO_WORK_IN.push("run-cell-and-insert-below", "copy-cell", "paste-cell-below");
  TO_WORK_IN.push("undo-cell-action", "redo-cell-action", "select-all");
  TO_WORK_IN.push("editmenu:undo", "editmenu:redo");
  const CHANGES_CELLS = /^(notebook:.*|editmenu:(undo|redo)|runmenu:run)$/;
  const RUN_AND_GO_ON = ["runmenu:run", "notebook:run-cell-and-select-next"];
  const isOpen = (cell) => cell.model.getMetadata("editable") !== false;
  const isShipped = (cell) => cell.model.getMetadata("deletable") === false;

  const mayDo = (command, cells, notebook) => {
    const name = command.replace("notebook:", "");
    if (TO_READ.includes(name)) return true;
    if (RUN_AND_GO_ON.includes(command))
      // After the last cell Lab would insert another.
      return cells.every(isOpen) || cells[0] !== notebook.widgets.at(-1);
    if (!cells.every(isOpen)) return false;
    return TO_WORK_IN.includes(name) || !(cells.some(isShipped) || name.includes("merge"));
  };

  // Lab's own bindings tell what a key would do, so that a learner's own are held too.
  const guardKey = (app, notebook, event) => {
    if (event.target.closest(".netlesson, .netlesson-fallback")) return;
    const stroke = app.commands.constructor.keystrokeForKeydownEvent(event);
    const cells = notebook.widgets.filter((cell) => notebook.isSelectedOrActive(cell));
    const stopped = app.commands.keyBindings.filter(
      ({ command, keys, selector }) =>
        keys.includes(stroke) &&
        CHANGES_CELLS.test(command) &&
        event.target.closest(selector) &&
        !mayDo(command, cells, notebook),
    );
    if (!stopped.length) return;
    event.stopPropagation();
    if (stopped.some(({ command }) => RUN_AND_GO_ON.includes(command)))
      app.commands.execute("notebook:run-cell");
  };

  // Cards and figures keep their keys, as forms do. Escape leads back to the cells.
  const leave = (notebook, event) => {
    const at = notebook.widgets.findIndex((cell) => cell.node.contains(event.target));
    if (event.key !== "Escape" || at < 0 || !event.target.closest(".netlesson")) return;
    if (event.target.localName === "select") return; // closes its list
    event.stopPropagation();
    notebook.activeCellIndex = at;
    notebook.mode = "command";
    notebook.widgets[at].node.focus();
  };
  const keep = (event) => {
    const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (!saves && event.target.closest(".netlesson, .netlesson-fallback"))
      event.stopPropagation();
  };

  const guard = (app, panel) => {
    const { content, node } = panel;
    const held = (event) =>
      content.widgets.find((cell) => cell.node.contains(event.target) && !isOpen(cell));
    node.addEventListener("keydown", (event) => leave(content, event), true);
    node.addEventListener("keydown", (event) => guardKey(app, content, event), true);
    node.addEventListener("keydown", keep);
    // A double click would show the source of prose, Lab's menu offers to cut it.
    for (const type of ["dblclick", "contextmenu"])
      node.addEventListener(type, (event) => held(event) && event.stopPropagation(), true);
    // Nothing can be dropped here, so no cell is moved.
    node.addEventListener("lm-dragenter", (event) => event.stopPropagation(), true);
    panel.toggleClass("netlesson-lesson", !content.widgets.some(isOpen));
  };

  const prepare = async (app, panel, context) => {
    await context.ready;
    const wanted = context.model.getMetadata("netlesson");
    prepared.add(panel);
    if (wanted && !panel.isDisposed) {
      panel.toggleClass(WAY, isOnTheWay(context.model));
      if (isAlone(app) && app.shell.currentWidget === panel) {
        if (panel.hasClass(WAY)) letOthersGo(app, panel);
        // An exercise that is opened from a lesson is worked on in all of Lab.
        else if ([...app.shell.widgets("main")].length > 1) app.shell.mode = "multiple-document";
      }
    }
    if (app.shell.mode) clearUp(app);
    if (!wanted || panel.isDisposed) return;
    panel.addClass("netlesson-notebook");
    panel.node.addEventListener("click", (event) => follow(app, context, event));
    guard(app, panel);
    // A second view of a notebook that is already open must not run it again.
    if (wanted.run_on_open !== true || opened.has(context)) return;
    opened.add(context);
    if (!trusted(context.model)) return;
    await Promise.all([context.sessionContext.ready, panel.revealed]);
    await context.sessionContext.session?.kernel?.info;
    const { NotebookActions } = await load("@jupyterlab/notebook");
    if (!panel.isDisposed && trusted(context.model)) {
      const cells = panel.content.widgets.filter(callsTheCourse);
      const { dirty } = context.model;
      await NotebookActions.runCells(panel.content, cells, context.sessionContext);
      // Nobody is asked to save what runs again the next time.
      context.model.dirty = dirty;
    }
  };

  const plugin = {
    id: "netlesson:notebooks",
    description: "Styles the course's notebooks and runs the trusted ones on opening.",
    autoStart: true,
    activate: (app) => {
      const style = document.createElement("style");
      style.textContent = STYLE;
      document.head.append(style);
      if (app.shell.mode) {
        const lesson = /\/doc\/.*notebooks\/\w\w\/\d\d_\w+\.ipynb$/;
        document.body.classList.toggle("netlesson-quiet", lesson.test(location.pathname));
        app.shell.modeChanged.connect(() => clearUp(app));
        app.shell.currentChanged.connect(() => clearUp(app));
        window.addEventListener("popstate", () => goBack(app));
      }
      app.docRegistry.addWidgetExtension("Notebook", {
        createNew: (panel, context) => {
          prepare(app, panel, context).catch((error) =>
            console.warn("netlesson: the notebook was not run on opening:", error),
          );
        },
      });
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.netlesson = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
