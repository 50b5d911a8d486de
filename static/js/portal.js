// Wakes the components that need a script; every page works without it.
import { initAll } from "../vendor/govuk-frontend.min.js";

initAll();
