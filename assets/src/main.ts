// What every page carries: htmx for what changes in place, and small behaviours, each in a module of its own.
import "./behaviours/htmx";
import { start as startDisclosures } from "./behaviours/disclosures";
import { start as startFills } from "./behaviours/fills";
import { start as startFilters } from "./behaviours/filters";
import { start as startOnce } from "./behaviours/once";
import { start as startRail } from "./behaviours/rail";
import { start as startSearchKey } from "./behaviours/searchkey";
import { start as startSteps } from "./behaviours/steps";
import { start as startTyped } from "./behaviours/typed";

startRail();
startSearchKey();
startDisclosures();
startFills();
startFilters();
startOnce();
startSteps();
startTyped();
