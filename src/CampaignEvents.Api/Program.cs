using CampaignEvents.Api.Hosting;

return await CommandLine.RunAsync(args);
