// Pages whose only script is the uploading of files.
import { startUploads } from "./uploads.js";

startUploads();
