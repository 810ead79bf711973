// A prebuilt JupyterLab extension, written by hand so that it needs no build step.
// A course notebook (metadata: netlesson) gets a class that its style hangs on. If it
// asks for that (run_on_open) and every code cell is trusted, its cells that do
// nothing but call the course run when it is opened. Links between notebooks open them.
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
    const link = event.target.closest('.netlesson a[href$=".ipynb"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const folder = context.path.slice(0, context.path.lastIndexOf("/") + 1);
    app.commands.execute("docmanager:open", { path: folder + link.getAttribute("href") });
  };

  const prepare = async (app, panel, context) => {
    await context.ready;
    const wanted = context.model.getMetadata("netlesson");
    if (!wanted || panel.isDisposed) return;
    panel.addClass("netlesson-notebook");
    panel.node.addEventListener("click", (event) => follow(app, context, event));
    // A second view of a notebook that is already open must not run it again.
    if (wanted.run_on_open !== true || opened.has(context)) return;
    opened.add(context);
    if (!trusted(context.model)) return;
    await Promise.all([context.sessionContext.ready, panel.revealed]);
    await context.sessionContext.session?.kernel?.info;
    const { NotebookActions } = await load("@jupyterlab/notebook");
    if (!panel.isDisposed && trusted(context.model)) {
      const cells = panel.content.widgets.filter(callsTheCourse);
      await NotebookActions.runCells(panel.content, cells, context.sessionContext);
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
