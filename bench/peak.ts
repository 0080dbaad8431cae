import { reportPeak } from "./measure";

reportPeak();
